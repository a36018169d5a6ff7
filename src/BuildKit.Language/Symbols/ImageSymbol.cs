using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>An image. One named by interpolation has its literal text as name and is reachable by none.</summary>
public sealed class ImageSymbol(ImageSyntax syntax, string name) : ValueSymbol(name, syntax.Name.Span, BuildType.Stage)
{
    /// <summary>The declaration.</summary>
    public ImageSyntax Syntax { get; } = syntax;

    /// <summary>Whether the image has one fixed name, which it can be reached by.</summary>
    public bool IsReachable => Syntax.Name is NameSyntax or StringSyntax { Constant: not null };

    /// <inheritdoc />
    public override string Kind => "image";
}
