namespace BuildKit.Engine.Verification;

/// <summary>Something in a store that is wrong.</summary>
/// <param name="Code">One of BK4221 to BK4228 (docs/diagnostics.md).</param>
/// <param name="Kind">Such as <c>layers</c>.</param>
/// <param name="Path">The file or folder, absolute: what a repair removes.</param>
/// <param name="Problem">What is wrong with it, in one line.</param>
/// <param name="Consequence">What follows where it is removed, in one line.</param>
public sealed record StoreFinding(string Code, string Kind, string Path, string Problem, string Consequence);
