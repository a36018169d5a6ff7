using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Lock;

/// <summary>A lock file that was read.</summary>
/// <param name="Lock">Empty where there is an error.</param>
/// <param name="Error">What is wrong with the text, with its place; null where nothing is.</param>
public sealed record LockParseResult(LockFile Lock, Diagnostic? Error);
