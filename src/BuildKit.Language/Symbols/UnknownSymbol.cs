using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>A name whose declaration has an error, so that its use is no second one.</summary>
internal sealed class UnknownSymbol(string name, SourceSpan declaration) : ValueSymbol(name, declaration, BuildType.Unknown)
{
    /// <inheritdoc />
    public override string Kind => "name";
}
