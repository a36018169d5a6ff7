using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <summary>What the parsers of one file share: the errors found so far and the levels entered.</summary>
internal sealed class ParseContext(SourceText text, List<Diagnostic> diagnostics)
{
    private const int DeepestLevel = 200;

    private int depth;
    private int deepest;

    /// <summary>The file.</summary>
    public SourceText Text => text;

    /// <summary>Whether the file has more <c>{</c> than <c>}</c>, so that a declaration at the start of a line ends an open block.</summary>
    public bool HasUnclosedBrace { get; set; }

    /// <summary>
    /// Whether an error has been reported and the parser has not yet found its feet: what else seems wrong follows from the first error.
    /// </summary>
    public bool IsPanicking { get; set; }

    /// <summary>The span between two offsets.</summary>
    public SourceSpan Span(int start, int end) => new(text, start, Math.Max(0, end - start));

    /// <summary>Reports an error unless one has just been reported.</summary>
    public void Report(string code, string message, SourceSpan span, params ReadOnlySpan<Note> notes)
    {
        if (!IsPanicking) diagnostics.Add(new Diagnostic(code, Severity.Error, message, span, [.. notes]));
        IsPanicking = true;
    }

    /// <summary>
    /// Reports that <paramref name="what"/> was expected. Underlines the token that stands there, or, where that is on a later line, the
    /// place behind the token before it.
    /// </summary>
    public void ReportExpected(TokenInput at, string code, string what, params ReadOnlySpan<Note> notes)
    {
        Token token = at.Token;
        Token? previous = at.Previous;
        if (token.IsBroken || previous is { IsBroken: true })
        {
            IsPanicking = true;
        }
        else if (previous is not null && (token.IsFirstOnLine || token.Kind == TokenKind.End))
        {
            Report(code, $"{what} expected", new SourceSpan(text, previous.Span.End, 0), notes);
        }
        else
        {
            Report(code, $"{what} expected, but {token.Description} stands here", token.Span, notes);
        }
    }

    /// <summary>Enters a level; false, with an error, when there are too many. Each true goes with one <see cref="Leave"/>.</summary>
    public bool TryEnter(SourceSpan place, out int outer)
    {
        outer = deepest;
        if (depth >= DeepestLevel || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            ReportTooDeep(place);
            return false;
        }

        depth++;
        deepest = depth;
        return true;
    }

    /// <summary>Leaves a level.</summary>
    public void Leave(int outer)
    {
        depth--;
        deepest = Math.Max(outer, deepest);
    }

    /// <summary>Puts what was parsed since the last <see cref="TryEnter"/> one level deeper, as <c>a + b</c> does with <c>a</c> in <c>a + b + c</c>.</summary>
    public bool TryDeepen(SourceSpan place)
    {
        deepest++;
        if (deepest <= DeepestLevel) return true;
        ReportTooDeep(place);
        return false;
    }

    private void ReportTooDeep(SourceSpan place) =>
        Report(DiagnosticCodes.TooDeep, $"this is nested more than {DeepestLevel} levels deep; give parts of it names with 'var'", place);
}
