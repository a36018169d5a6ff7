namespace BuildKit.Language.Semantics.Shell;

/// <summary>What the characters at a place of a shell script are read as.</summary>
internal enum ShellState
{
    /// <summary>Words.</summary>
    Plain,

    /// <summary><c>'...'</c></summary>
    SingleQuoted,

    /// <summary><c>"..."</c></summary>
    DoubleQuoted,

    /// <summary><c>$(...)</c> or <c>(...)</c>, where words begin anew.</summary>
    Parentheses,

    /// <summary><c>${...}</c></summary>
    Braces,

    /// <summary><c>`...`</c></summary>
    Backticks,

    /// <summary><c># ...</c></summary>
    Comment,

    /// <summary>The lines below <c>&lt;&lt;WORD</c>.</summary>
    HereDocument,
}
