namespace BuildKit.Engine.Verification;

/// <summary>How far a verification is.</summary>
/// <param name="DoneBytes">Content that was read.</param>
/// <param name="TotalBytes">Content that there is, about.</param>
public sealed record VerificationProgress(long DoneBytes, long TotalBytes);
