namespace BuildKit.Language.Diagnostics;

/// <summary>
/// The codes of this project: BK1xxx syntax, BK20xx-BK24xx binding. Each is explained in docs/diagnostics.md. BK25xx is for evaluation, which
/// another project does.
/// </summary>
public static class DiagnosticCodes
{
    /// <summary>One thing was expected and another stands there.</summary>
    public const string UnexpectedToken = "BK1001";

    /// <summary>A statement has no <c>;</c> at its end.</summary>
    public const string MissingSemicolon = "BK1002";

    /// <summary>A <c>{</c> has no <c>}</c>.</summary>
    public const string UnclosedBlock = "BK1003";

    /// <summary>A <c>(</c> or <c>[</c> or the <c>{</c> of an object has no partner.</summary>
    public const string UnclosedBracket = "BK1004";

    /// <summary>What stands there begins neither a declaration nor a statement.</summary>
    public const string NotAStatement = "BK1005";

    /// <summary>A character that the language does not use.</summary>
    public const string UnknownCharacter = "BK1006";

    /// <summary>A string has no closing quote.</summary>
    public const string UnclosedString = "BK1010";

    /// <summary>A backslash before a character that it does not go with.</summary>
    public const string UnknownEscape = "BK1011";

    /// <summary>A line of a raw string does not begin with the blanks of its closing line.</summary>
    public const string RawIndentation = "BK1012";

    /// <summary>The quotes of a raw string stand where they may not.</summary>
    public const string RawQuotes = "BK1013";

    /// <summary>A hole of an interpolated string has no closing brace.</summary>
    public const string UnclosedHole = "BK1014";

    /// <summary>A brace in an interpolated string that belongs to no hole.</summary>
    public const string StrayBrace = "BK1015";

    /// <summary>A hole with a format or a width.</summary>
    public const string HoleFormat = "BK1016";

    /// <summary>A comment has no end.</summary>
    public const string UnclosedComment = "BK1020";

    /// <summary>A number that is no whole number of 64 bits.</summary>
    public const string BadNumber = "BK1021";

    /// <summary>A character literal.</summary>
    public const string CharacterLiteral = "BK1022";

    /// <summary>A Dockerfile's or a shell's <c>#</c> comment.</summary>
    public const string HashComment = "BK1023";

    /// <summary>More levels within each other than 200.</summary>
    public const string TooDeep = "BK1030";

    /// <summary>A value is assigned to something that exists.</summary>
    public const string Assignment = "BK1031";
}
