using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Binds a Buildfile and all files it uses.</summary>
internal static class Binder
{
    public static SemanticModel Bind(SyntaxTree root, ISourceFiles files)
    {
        var session = new BindingSession();
        var loader = new ModuleLoader(files, session);
        loader.Load(root);
        ModuleBinder[] binders = [.. loader.Modules.Select(module => new ModuleBinder(session, module))];
        foreach (ModuleBinder binder in binders) binder.Declare();
        foreach (ModuleBinder binder in binders) binder.Bind();
        CycleFinder.Report(session);
        UnusedFinder.Report(session, loader.Modules);
        return new SemanticModel([.. loader.Modules], Sorted(session, loader.Modules), session.Symbols, session.Calls, session.Types);
    }

    private static ImmutableArray<Diagnostic> Sorted(BindingSession session, List<ModuleSymbol> modules)
    {
        var order = modules.Select((module, index) => (module.Tree.Text, index)).ToDictionary(pair => pair.Text, pair => pair.index);
        return
        [
            .. modules.SelectMany(module => module.Tree.Diagnostics).Concat(session.Diagnostics)
                .OrderBy(diagnostic => order.GetValueOrDefault(diagnostic.Span.Source)).ThenBy(diagnostic => diagnostic.Span.Start),
        ];
    }
}
