namespace BuildKit.Language.Symbols;

/// <summary>The places that a call can stand in.</summary>
[Flags]
public enum Contexts
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>As a value, anywhere.</summary>
    Value = 1,

    /// <summary>As a statement of a stage, or of steps that a stage calls.</summary>
    Stage = 2,

    /// <summary>As a statement of an image, or of steps that an image calls.</summary>
    Image = 4,

    /// <summary>As a statement of a test.</summary>
    Test = 8,

    /// <summary>As a statement of an environment.</summary>
    Environment = 16,
}
