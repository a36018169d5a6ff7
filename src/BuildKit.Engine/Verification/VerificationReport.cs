using System.Collections.Immutable;

namespace BuildKit.Engine.Verification;

/// <summary>What a verification found.</summary>
/// <param name="Checked">What was looked at.</param>
/// <param name="Findings">What is wrong, or was, by kind and path.</param>
/// <param name="IsRepaired">Whether all of it has been removed.</param>
public sealed record VerificationReport(ImmutableArray<VerifiedKind> Checked, ImmutableArray<StoreFinding> Findings, bool IsRepaired);
