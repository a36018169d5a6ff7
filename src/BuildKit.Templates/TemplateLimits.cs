namespace BuildKit.Templates;

/// <summary>How far a template may go; far beyond any sensible configuration file, and well within memory and stack.</summary>
internal static class TemplateLimits
{
    /// <summary>Iterations of one loop.</summary>
    internal const int Loops = 100_000;

    /// <summary>Nesting of expressions, blocks and calls.</summary>
    internal const int Depth = 100;

    /// <summary>Characters of the result, and of any one value.</summary>
    internal const int Characters = 16 * 1024 * 1024;

    /// <summary>The time of one regular expression: only one that backtracks without end comes near it.</summary>
    internal static TimeSpan Regex { get; } = TimeSpan.FromSeconds(2);
}
