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

    /// <summary>A type that does not exist.</summary>
    public const string UnknownType = "BK1007";

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

    /// <summary>A name that nothing is declared under.</summary>
    public const string UnknownName = "BK2001";

    /// <summary>A name that is declared twice.</summary>
    public const string DuplicateName = "BK2002";

    /// <summary>A declaration under a name that is built in.</summary>
    public const string BuiltInName = "BK2003";

    /// <summary>A value, function, stage or image that needs itself.</summary>
    public const string DependsOnItself = "BK2004";

    /// <summary>A declaration that nothing uses (a warning).</summary>
    public const string Unused = "BK2005";

    /// <summary>A variable of a block that is used before its declaration.</summary>
    public const string UsedTooEarly = "BK2006";

    /// <summary>A used file that does not exist.</summary>
    public const string FileNotFound = "BK2010";

    /// <summary>Files that use each other.</summary>
    public const string FilesInCycle = "BK2011";

    /// <summary>The path of a used file is not a relative path.</summary>
    public const string UsingPath = "BK2012";

    /// <summary>A value for a parameter that the used file does not have.</summary>
    public const string UsingParameter = "BK2013";

    /// <summary>A parameter of the used file that needs a value.</summary>
    public const string UsingMissing = "BK2014";

    /// <summary>A call of something that cannot be called.</summary>
    public const string NotCallable = "BK2101";

    /// <summary>More arguments than parameters.</summary>
    public const string TooManyArguments = "BK2102";

    /// <summary>A parameter that needs an argument.</summary>
    public const string MissingArgument = "BK2103";

    /// <summary>An argument for a parameter that does not exist.</summary>
    public const string UnknownParameter = "BK2104";

    /// <summary>Two arguments for one parameter.</summary>
    public const string ArgumentTwice = "BK2105";

    /// <summary>An argument by position behind one by name.</summary>
    public const string ArgumentOrder = "BK2106";

    /// <summary>An argument by position for a parameter that is only passed by name.</summary>
    public const string NamedOnly = "BK2107";

    /// <summary>A member that a value does not have.</summary>
    public const string UnknownMember = "BK2110";

    /// <summary>A member that is called without arguments in brackets, or a property that is called.</summary>
    public const string MemberNotCalled = "BK2111";

    /// <summary>A value of another type than the place takes.</summary>
    public const string WrongType = "BK2201";

    /// <summary>A secret used as a value.</summary>
    public const string SecretValue = "BK2202";

    /// <summary>An operator between values that it does not go with.</summary>
    public const string OperatorTypes = "BK2203";

    /// <summary>Values of different types where there can be one type only.</summary>
    public const string NoCommonType = "BK2204";

    /// <summary>A hole with something that is no text.</summary>
    public const string HoleType = "BK2205";

    /// <summary>A default that is not among the allowed values.</summary>
    public const string NotAllowedValue = "BK2206";

    /// <summary>A command that is not a string literal.</summary>
    public const string ShellLiteral = "BK2301";

    /// <summary>A hole of a shell literal in a place where quoting it cannot work.</summary>
    public const string HoleInQuotes = "BK2302";

    /// <summary>Raw(x) outside of a shell literal.</summary>
    public const string RawOutsideShell = "BK2303";

    /// <summary>A statement or step where none may stand.</summary>
    public const string StatementPlace = "BK2401";

    /// <summary>A declaration where it may not stand.</summary>
    public const string DeclarationPlace = "BK2402";

    /// <summary>A step used as a value, or a value used as a statement.</summary>
    public const string NotAValue = "BK2403";

    /// <summary>A value that is not known in this place.</summary>
    public const string ValuePlace = "BK2404";

    /// <summary>A lambda or an object where none is taken.</summary>
    public const string LambdaPlace = "BK2405";

    /// <summary>An image of a loop that has the same name each time.</summary>
    public const string ImageInLoop = "BK2406";

    /// <summary>A stage on something other than the build machine.</summary>
    public const string StagePlatform = "BK2407";

    /// <summary>A test of a stage.</summary>
    public const string TestOfStage = "BK2408";

    /// <summary>Something that the language has and this version does not know yet.</summary>
    public const string NotSupported = "BK2420";
}
