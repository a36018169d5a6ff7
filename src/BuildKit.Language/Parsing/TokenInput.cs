using System.Collections.Immutable;
using Sprache;

namespace BuildKit.Language.Parsing;

/// <summary>
/// Tokens as an input of Sprache: one token is one "character". Every parser of the grammar runs on it, so that no parser looks at a
/// character twice and the time stays linear.
/// </summary>
internal sealed class TokenInput(ImmutableArray<Token> tokens, int index, ParseContext context) : IInput
{
    private TokenInput? next;

    /// <summary>The token here.</summary>
    public Token Token => tokens[index];

    /// <summary>The token before this one; null at the start.</summary>
    public Token? Previous => index == 0 ? null : tokens[index - 1];

    /// <summary>The token after this one; the last one stands for itself.</summary>
    public Token Following => tokens[Math.Min(index + 1, tokens.Length - 1)];

    /// <summary>What all inputs of one file share.</summary>
    public ParseContext Context => context;

    /// <summary>The input behind this token; the end stays the end.</summary>
    public TokenInput Next => AtEnd ? this : next ??= new TokenInput(tokens, index + 1, context);

    /// <inheritdoc />
    public string Source => Token.Span.Source.Content;

    /// <inheritdoc />
    public char Current => (char)Token.Kind;

    /// <inheritdoc />
    public bool AtEnd => index == tokens.Length - 1;

    /// <inheritdoc />
    public int Position => index;

    /// <inheritdoc />
    public int Line => Token.Span.Position.Line;

    /// <inheritdoc />
    public int Column => Token.Span.Position.Column;

    /// <inheritdoc />
    public IDictionary<object, object> Memos { get; } = ImmutableDictionary<object, object>.Empty;

    /// <summary>Whether the token is of a kind.</summary>
    public bool Is(TokenKind kind) => Token.Kind == kind;

    /// <inheritdoc />
    public IInput Advance() => Next;

    /// <inheritdoc />
    public bool Equals(IInput? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => index;
}
