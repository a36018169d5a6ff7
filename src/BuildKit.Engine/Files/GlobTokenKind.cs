namespace BuildKit.Engine.Files;

/// <summary>What a part of a pattern matches.</summary>
internal enum GlobTokenKind
{
    /// <summary>The character itself.</summary>
    Literal,

    /// <summary><c>?</c>: one character but a slash.</summary>
    One,

    /// <summary><c>[...]</c>: one character of a class, never a slash.</summary>
    Class,

    /// <summary><c>*</c>: any run without a slash.</summary>
    Part,

    /// <summary><c>**</c>: any run.</summary>
    Anything,

    /// <summary><c>**/</c>: any number of whole folders.</summary>
    Folders,
}
