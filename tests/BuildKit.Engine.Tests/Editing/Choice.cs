namespace BuildKit.Engine.Tests.Editing;

/// <summary>Random choices among few names, so that steps and edits meet each other's.</summary>
internal static class Choice
{
    private static readonly string[] ImageFolders = ["/d", "/d/a", "/d/b", "/srv", "/way", "/w", "/w/x"];
    private static readonly string[] Names = ["a", "b", "f", "g.txt", "x y"];
    private static readonly string[] ContextFolders = ["a", "a/b", "b", "lib"];
    private static readonly string[] ContextNames = ["f", "g.txt", "h.c", "b", "x y.txt"];

    public static T Of<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public static bool Once(this Random random, int outOf) => random.Next(outOf) == 0;

    public static string ImageFolder(this Random random) => random.Of<string>(ImageFolders);

    /// <summary>A path of the image that may be a file, a folder, a link or nothing.</summary>
    public static string ImagePath(this Random random) => random.Once(5) ? random.ImageFolder() : $"{random.ImageFolder()}/{random.Of<string>(Names)}";

    public static string ContextFolder(this Random random) => random.Of<string>(ContextFolders);

    public static string ContextPath(this Random random) => random.Once(3) ? random.Of<string>(ContextNames) : $"{random.ContextFolder()}/{random.Of<string>(ContextNames)}";

    /// <summary>A text of few lengths, so that another one is often as long.</summary>
    public static string Text(this Random random) => new((char)random.Next('a', 'z'), random.Next(1, 4));
}
