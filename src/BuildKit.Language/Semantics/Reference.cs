using BuildKit.Language.Symbols;
using BuildKit.Language.Text;

namespace BuildKit.Language.Semantics;

/// <summary>One declaration needs another.</summary>
internal readonly record struct Reference(Symbol From, Symbol To, SourceSpan Place);
