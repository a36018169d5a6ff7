using System.Text;
using BuildKit.Language.BuiltIns;

namespace BuildKit.Cli.Starting;

/// <summary>Names for the images of projects: the last part of a project's name that tells it from the others, such as <c>Api</c> of <c>Shop.Api</c>.</summary>
internal static class ProjectNames
{
    // Begin a declaration or a statement, or are values.
    private static readonly string[] Words =
    [
        "using", "param", "secret", "steps", "stage", "image", "test", "environment", "var", "if", "else", "foreach", "in", "from", "for", "of", "on", "with", "new", "true", "false", "null",
        "string", "int", "bool", "git", "target", "build", "env", "scratch", "family", "while", "do", "switch", "return", "void", "const", "public", "private", "static", "class",
    ];

    /// <summary>An image's name for each path, in order; no two are alike, whatever their case.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        string[][] parts = [.. paths.Select(path => Path.GetFileNameWithoutExtension(path).Split('.').Select(Capital).Where(part => part.Length > 0).ToArray())];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. parts.Select(own =>
            {
                int length = Enumerable.Range(1, Math.Max(own.Length, 1)).FirstOrDefault(count => parts.Count(other => Last(other, count) == Last(own, count)) == 1, own.Length);
                return Free(Usable(Last(own, length)), taken);
            }),
        ];
    }

    /// <summary>The name for an image of a folder.</summary>
    public static string OfFolder(string folder) => Usable(string.Concat(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).Split('.').Select(Capital)));

    /// <summary>The variable beside an image: its name with a small letter in front.</summary>
    public static string Variable(string image)
    {
        string name = char.ToLowerInvariant(image[0]) + image[1..];
        return Words.Contains(name) || name == image ? name + "Project" : name;
    }

    private static string Last(string[] parts, int count) => string.Concat(parts.TakeLast(count));

    // What is no letter or digit divides words.
    private static string Capital(string text)
    {
        var name = new StringBuilder(text.Length);
        bool begins = true;
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(begins ? char.ToUpperInvariant(c) : c);
            }

            begins = !char.IsAsciiLetterOrDigit(c);
        }

        return name.ToString();
    }

    private static string Usable(string name) =>
        name.Length == 0 || char.IsAsciiDigit(name[0]) ? "App" + name
        : BuiltInTable.FindCallable(name) is not null || name is "Secret" or "DotNet" ? name + "Image"
        : name;

    private static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
        {
            free = name + number;
        }

        return free;
    }
}
