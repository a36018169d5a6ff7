namespace BuildKit.Engine.Verification;

/// <summary>What was looked at of one kind.</summary>
/// <param name="Name">Such as <c>layers</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">How many bytes of content were read of them; 0 where they are only records.</param>
public sealed record VerifiedKind(string Name, int Count, long Bytes);
