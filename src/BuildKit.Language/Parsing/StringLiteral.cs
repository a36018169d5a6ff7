using System.Collections.Immutable;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Parsing;

/// <summary>What a string token holds.</summary>
internal sealed record StringLiteral(StringForm Form, int Dollars, ImmutableArray<StringPiece> Pieces);
