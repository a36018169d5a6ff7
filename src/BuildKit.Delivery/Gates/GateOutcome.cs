using BuildKit.Graph.Environments;

namespace BuildKit.Delivery.Gates;

/// <summary>Whether a gate holds.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Reason">What it goes by, or what is missing; one clause.</param>
public sealed record GateOutcome(Gate Gate, bool Holds, string Reason);
