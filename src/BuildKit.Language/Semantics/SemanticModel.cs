using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>What the names, calls and expressions of a Buildfile and of the files it uses mean.</summary>
public sealed class SemanticModel
{
    private readonly Dictionary<SyntaxNode, Symbol> symbols;
    private readonly Dictionary<SyntaxNode, BoundCall> calls;
    private readonly Dictionary<SyntaxNode, BuildType> types;

    internal SemanticModel(
        ImmutableArray<ModuleSymbol> modules, ImmutableArray<Diagnostic> diagnostics,
        Dictionary<SyntaxNode, Symbol> symbols, Dictionary<SyntaxNode, BoundCall> calls, Dictionary<SyntaxNode, BuildType> types)
    {
        Modules = modules;
        Diagnostics = diagnostics;
        this.symbols = symbols;
        this.calls = calls;
        this.types = types;
    }

    /// <summary>The Buildfile itself.</summary>
    public ModuleSymbol Root => Modules[0];

    /// <summary>Every file, the Buildfile first, then the files it uses in the order in which they were met.</summary>
    public ImmutableArray<ModuleSymbol> Modules { get; }

    /// <summary>Syntax and binding errors and warnings of all files: by file, then by place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Whether a diagnostic stops the build.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Binds a Buildfile and everything it uses. Never throws for what a user wrote.</summary>
    public static SemanticModel Bind(SyntaxTree root, ISourceFiles files) => Binder.Bind(root, files);

    /// <summary>
    /// What a name stands for: for a <see cref="NameSyntax"/>, a <see cref="MemberAccessSyntax"/> that is not called, a declaration, a
    /// <see cref="ParameterSyntax"/>, a <see cref="ForEachSyntax"/> (its item) or a <see cref="LambdaSyntax"/> (its parameter).
    /// Null where an error was reported or the node has no symbol.
    /// </summary>
    public Symbol? SymbolOf(SyntaxNode node) => symbols.GetValueOrDefault(node);

    /// <summary>The target and arguments of a call; null where an error was reported.</summary>
    public BoundCall? CallOf(CallSyntax call) => calls.GetValueOrDefault(call);

    /// <summary>The type of an expression; <see cref="BuildType.Unknown"/> where an error was reported.</summary>
    public BuildType TypeOf(ExpressionSyntax expression) => types.GetValueOrDefault(expression) ?? BuildType.Unknown;
}
