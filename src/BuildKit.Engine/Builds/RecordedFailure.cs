using System.Collections.Immutable;

namespace BuildKit.Engine.Builds;

/// <summary>Why a build failed.</summary>
/// <param name="Code">Of docs/diagnostics.md.</param>
/// <param name="Message">One or more sentences.</param>
/// <param name="Position">The step; null where none failed.</param>
/// <param name="ExitCode">Of its command; null where none ran.</param>
/// <param name="Output">Its last lines, in which secrets are blotted out.</param>
public sealed record RecordedFailure(string Code, string Message, string? Position, int? ExitCode, ImmutableArray<string> Output);
