using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Semantics;

/// <summary>What the binding of all files collects.</summary>
internal sealed class BindingSession
{
    private const int MostSuggestions = 200;

    private int suggestions;
    private readonly Dictionary<Symbol, Action> pending = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(string Code, SourceSpan Place)> reported = [];
    private readonly ImmutableArray<Diagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<Symbol> used = new(ReferenceEqualityComparer.Instance);

    /// <summary>See <see cref="SemanticModel.SymbolOf"/>.</summary>
    public Dictionary<SyntaxNode, Symbol> Symbols { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>See <see cref="SemanticModel.CallOf"/>.</summary>
    public Dictionary<SyntaxNode, BoundCall> Calls { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>See <see cref="SemanticModel.TypeOf"/>.</summary>
    public Dictionary<SyntaxNode, BuildType> Types { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Which declaration needs which, in the order in which it was found.</summary>
    public List<Reference> References { get; } = [];

    /// <summary>Variables, stages and images of blocks, which the file's members do not list.</summary>
    public List<Symbol> Locals { get; } = [];

    /// <summary>What was found wrong.</summary>
    public IEnumerable<Diagnostic> Diagnostics => diagnostics;

    /// <summary>Reports an error, once for each place.</summary>
    public void Error(string code, string message, SourceSpan place, params ReadOnlySpan<Note> notes) =>
        Report(new Diagnostic(code, Severity.Error, message, place, [.. notes]));

    /// <summary>Reports a diagnostic, once for each code and place: what is wrong with an element is often wrong with the list too.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (reported.Add((diagnostic.Code, diagnostic.Span))) diagnostics.Add(diagnostic);
    }

    /// <summary>
    /// <c>; did you mean 'x'?</c>, or nothing. A file with hundreds of unknown names gets no more suggestions, since each looks at all names.
    /// </summary>
    public string Suggest(string word, IEnumerable<string> candidates) =>
        suggestions++ < MostSuggestions ? Spelling.Suggestion(word, candidates) : "";

    /// <summary>Notes that a name is used, and by which declaration.</summary>
    public void Use(Symbol symbol, Surroundings where, SourceSpan place)
    {
        used.Add(symbol);
        if (where.Owner is { } owner) References.Add(new Reference(owner, symbol, place));
    }

    /// <summary>Whether a name is used anywhere.</summary>
    public bool IsUsed(Symbol symbol) => used.Contains(symbol);

    /// <summary>Says how the type of a variable is found when it is first asked for.</summary>
    public void Defer(Symbol symbol, Action bind) => pending.Add(symbol, bind);

    /// <summary>
    /// Finds the type of a variable before it is used. A variable that is being bound is left as it is: it depends on itself, which is
    /// reported when all references are known.
    /// </summary>
    public void Complete(Symbol symbol)
    {
        if (pending.Count > 0 && System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack() && pending.Remove(symbol, out Action? bind)) bind();
    }
}
