using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Semantics;

/// <summary>Finds and parses the files of a build, each once.</summary>
internal sealed class ModuleLoader(ISourceFiles files, BindingSession session)
{
    private const int DeepestChain = 100;

    private readonly Dictionary<SourceText, ModuleSymbol> modules = new(ReferenceEqualityComparer.Instance);
    private readonly List<(ModuleSymbol Module, UsingSyntax Syntax)> chain = [];

    /// <summary>Every file, the root first.</summary>
    public List<ModuleSymbol> Modules { get; } = [];

    /// <summary>Loads a file and all that it uses.</summary>
    public ModuleSymbol Load(SyntaxTree tree)
    {
        var module = new ModuleSymbol(tree);
        modules.Add(tree.Text, module);
        Modules.Add(module);
        var usings = System.Collections.Immutable.ImmutableArray.CreateBuilder<UsingSymbol>();
        foreach (UsingSyntax syntax in tree.Root.Members.OfType<UsingSyntax>())
        {
            if (Find(module, syntax) is not { } used) continue;
            var symbol = new UsingSymbol(syntax, used);
            session.Symbols[syntax] = symbol;
            usings.Add(symbol);
        }

        module.Usings = usings.ToImmutable();
        return module;
    }

    private ModuleSymbol? Find(ModuleSymbol from, UsingSyntax syntax)
    {
        if (syntax.Path.Constant is not { } path || !IsRelative(path))
        {
            if (syntax.Path.Span.Length > 0)
            {
                session.Error(DiagnosticCodes.UsingPath, "the path of a used file is a plain string, relative to this file, with '/' between its parts", syntax.Path.Span);
            }

            return null;
        }

        if (files.Find(from.Tree.Text, path) is not { } text)
        {
            session.Error(DiagnosticCodes.FileNotFound, $"there is no file '{path}'", syntax.Path.Span);
            return null;
        }

        if (!modules.TryGetValue(text, out ModuleSymbol? module)) return LoadUsed(from, syntax, text);
        int open = chain.FindIndex(link => ReferenceEquals(link.Module, module));
        bool isOpen = ReferenceEquals(module, from) || open >= 0;
        if (!isOpen) return module;
        Note[] notes = [.. chain.Skip(Math.Max(0, open)).Where(_ => open >= 0).Select(link => new Note($"'{link.Module.Name}' uses '{link.Syntax.Path.Constant}'", link.Syntax.Path.Span))];
        session.Error(DiagnosticCodes.FilesInCycle, $"'{module.Name}' uses itself", syntax.Path.Span, notes);
        return null;
    }

    private ModuleSymbol? LoadUsed(ModuleSymbol from, UsingSyntax syntax, SourceText text)
    {
        if (chain.Count >= DeepestChain)
        {
            session.Error(DiagnosticCodes.TooDeep, $"files use each other more than {DeepestChain} levels deep", syntax.Path.Span);
            return null;
        }

        chain.Add((from, syntax));
        ModuleSymbol module = Load(SyntaxTree.Parse(text));
        chain.RemoveAt(chain.Count - 1);
        return module;
    }

    private static bool IsRelative(string path) => path.Length > 0 && path[0] != '/' && !path.Contains('\\') && !path.Contains('\0') && !path.Contains(':');
}
