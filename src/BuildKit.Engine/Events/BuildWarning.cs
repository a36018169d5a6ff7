namespace BuildKit.Engine.Events;

/// <summary>Something does not work as asked, and the build goes on without it.</summary>
/// <param name="Code">Which of docs/diagnostics.md.</param>
/// <param name="Message">A sentence or two.</param>
/// <param name="Advice">What to do; null where that is not known.</param>
public sealed record BuildWarning(TimeSpan Elapsed, string Code, string Message, string? Advice) : BuildEvent(Elapsed);
