namespace BuildKit.Engine.Collection;

/// <summary>What was removed of one kind.</summary>
/// <param name="Name">Such as <c>layers</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">How much room they took, about: file sizes, without folders.</param>
public sealed record CollectedKind(string Name, int Count, long Bytes);
