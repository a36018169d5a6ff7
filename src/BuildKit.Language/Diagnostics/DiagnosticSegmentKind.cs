namespace BuildKit.Language.Diagnostics;

/// <summary>What a piece of a formatted diagnostic is.</summary>
public enum DiagnosticSegmentKind
{
    /// <summary>Blanks, colons and line ends.</summary>
    Plain,

    /// <summary><c>path(line,column)</c>.</summary>
    Place,

    /// <summary><c>error BK1001</c>.</summary>
    Error,

    /// <summary><c>warning BK2401</c>.</summary>
    Warning,

    /// <summary><c>info BK3001</c> and <c>note</c>.</summary>
    Info,

    /// <summary>The sentence.</summary>
    Message,

    /// <summary>The line number and its bar.</summary>
    Gutter,

    /// <summary>The source line.</summary>
    Source,

    /// <summary>The <c>^^^^</c> below it.</summary>
    Underline,
}
