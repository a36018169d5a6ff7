namespace BuildKit.MSBuild.Tool;

/// <summary>A diagnostic that the tool printed.</summary>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Code">Such as <c>BK2104</c>.</param>
/// <param name="Text">The message, and below it the lines that belong to it: the source with its underline, notes, a step's output, advice.</param>
/// <param name="File">The file's full path; null where it has no place.</param>
/// <param name="Line">Counted from 1; 0 where it has no place.</param>
/// <param name="Column">Counted from 1; 0 where it has no place.</param>
internal sealed record ToolDiagnostic(string Severity, string Code, string Text, string? File, int Line, int Column);
