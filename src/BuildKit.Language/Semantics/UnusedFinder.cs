using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;

namespace BuildKit.Language.Semantics;

/// <summary>Warns of declarations that nothing uses.</summary>
internal static class UnusedFinder
{
    /// <summary>
    /// Looks at the names of the Buildfile itself and at the variables of all blocks. What a used file declares is for others; a file
    /// without stages and images is such a file. A name that begins with <c>_</c> is unused on purpose.
    /// </summary>
    public static void Report(BindingSession session, IReadOnlyList<ModuleSymbol> modules)
    {
        if (modules.Any(module => !module.Tree.Diagnostics.IsEmpty)) return;
        Symbol[] members = [.. modules[0].Members];
        bool hasImages = members.Concat(session.Locals).Any(symbol => symbol is ImageSymbol);
        bool isLibrary = !hasImages && !members.Any(symbol => symbol is StageSymbol);
        foreach (Symbol symbol in (isLibrary ? [] : members).Concat(session.Locals))
        {
            if (session.IsUsed(symbol) || symbol.Name.StartsWith('_') || symbol.Declaration is not { } place) continue;
            switch (symbol)
            {
                case ImageSymbol or TestSymbol or EnvironmentSymbol or UnknownSymbol:
                case StageSymbol when !hasImages:
                    break;
                case StageSymbol:
                    session.Report(Diagnostic.Warning(DiagnosticCodes.Unused, $"no image uses the stage '{symbol.Name}'; it is built only when it is named", place));
                    break;
                default:
                    session.Report(Diagnostic.Warning(DiagnosticCodes.Unused, $"the {symbol.Kind} '{symbol.Name}' {(symbol is StepsSymbol ? "are" : "is")} not used", place));
                    break;
            }
        }
    }
}
