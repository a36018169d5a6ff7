using System.Collections.Immutable;
using BuildKit.Graph.Environments;

namespace BuildKit.Graph.Evaluation.Values;

/// <summary>What a call such as <c>Passed(Smoke, Load)</c> comes to: a gate for each test.</summary>
internal sealed record GateValue(ImmutableArray<Gate> Gates);
