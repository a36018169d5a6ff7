using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Diagnostics;

/// <summary>One thing wrong with a Buildfile.</summary>
/// <param name="Code">Stable and never reused: <c>BK1xxx</c> syntax, <c>BK2xxx</c> binding, <c>BK3xxx</c> lint.</param>
/// <param name="Severity">Whether it stops the build.</param>
/// <param name="Message">What is wrong and, where one is near, what was probably meant.</param>
/// <param name="Span">The place that is underlined.</param>
/// <param name="Notes">Further places and cures, in order.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, SourceSpan Span, ImmutableArray<Note> Notes)
{
    /// <summary>An error without notes.</summary>
    public static Diagnostic Error(string code, string message, SourceSpan span) => new(code, Severity.Error, message, span, []);

    /// <summary>A warning without notes.</summary>
    public static Diagnostic Warning(string code, string message, SourceSpan span) => new(code, Severity.Warning, message, span, []);
}
