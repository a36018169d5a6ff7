using System.Collections.Immutable;

namespace BuildKit.Graph.Steps;

/// <summary>What a run starts.</summary>
/// <param name="IsShell">Whether <paramref name="Arguments"/> is one script for the configured shell (<c>/bin/sh -ec</c>), or a program and its arguments.</param>
/// <param name="Arguments">One script, or at least the program.</param>
public sealed record RunCommand(bool IsShell, ImmutableArray<string> Arguments);
