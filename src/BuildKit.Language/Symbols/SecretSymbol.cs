using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>A <c>secret</c> of a file. Its value is never read while a Buildfile is evaluated.</summary>
public sealed class SecretSymbol(SecretSyntax syntax) : ValueSymbol(syntax.Identifier.Name, syntax.Identifier.Span, BuildType.Secret)
{
    /// <summary>The declaration; its source is a call of <c>Secret.Env</c> or <c>Secret.File</c> that the model knows.</summary>
    public SecretSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "secret";
}
