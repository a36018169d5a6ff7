using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>A parameter of something that can be called, and the name for its value in a user's function or steps.</summary>
public sealed class CallParameterSymbol(string name, SourceSpan? declaration, BuildType type) : ValueSymbol(name, declaration, type)
{
    /// <inheritdoc />
    public override string Kind => "parameter";

    /// <summary>Whether a call may leave it out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is only passed by name.</summary>
    public bool IsNamedOnly { get; init; }

    /// <summary>
    /// Whether it takes any number of arguments by position, like <c>params</c> in C#: each is one value of <see cref="ValueSymbol.Type"/>'s
    /// element type or a list of them, which is put in.
    /// </summary>
    public bool IsVariadic { get; init; }

    /// <summary>The value where a call to a user's function or steps leaves it out; null for built-ins and where it is required.</summary>
    public ExpressionSyntax? Default { get; init; }

    /// <summary>Its part of <see cref="CallableSymbol.Signature"/>.</summary>
    public string Signature
    {
        get
        {
            string type = IsVariadic ? $"params {Type}" : Type.ToString();
            string text = Type.Kind == TypeKind.Lambda ? type : IsNamedOnly ? $"{Name}: {type}" : $"{type} {Name}";
            return IsOptional ? $"[{text}]" : text;
        }
    }

    /// <summary>One line about it; null for a user's.</summary>
    public string? Summary { get; init; }
}
