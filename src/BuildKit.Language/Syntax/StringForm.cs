namespace BuildKit.Language.Syntax;

/// <summary>How a string literal is written.</summary>
public enum StringForm
{
    /// <summary><c>"..."</c></summary>
    Plain,

    /// <summary><c>@"..."</c></summary>
    Verbatim,

    /// <summary><c>"""..."""</c></summary>
    Raw,
}
