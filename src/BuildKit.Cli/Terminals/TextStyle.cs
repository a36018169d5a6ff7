namespace BuildKit.Cli.Terminals;

/// <summary>What a piece of text is, for its colour on a terminal.</summary>
internal enum TextStyle
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Something that matters.</summary>
    Strong,

    /// <summary>Something that matters little.</summary>
    Faint,

    /// <summary>It went well.</summary>
    Good,

    /// <summary>Perhaps a mistake.</summary>
    Warning,

    /// <summary>It failed.</summary>
    Error,

    /// <summary>A place, a name or a digest.</summary>
    Accent,
}
