namespace BuildKit.Graph.Evaluation.Values;

/// <summary><c>Port(number)</c>: a TCP port that a service listens on when it is ready.</summary>
/// <param name="Number">1 to 65535.</param>
internal sealed record PortValue(int Number);
