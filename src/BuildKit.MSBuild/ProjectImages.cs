namespace BuildKit.MSBuild;

/// <summary>Which images of a Buildfile are a project's.</summary>
internal static class ProjectImages
{
    /// <summary>
    /// Those of which a step publishes the project, and the one that is named like it. Where there is none of these and the Buildfile stands in the project's own folder, all.
    /// </summary>
    /// <param name="images">The Buildfile's.</param>
    /// <param name="project">The project's full path.</param>
    /// <param name="buildfile">The Buildfile's full path.</param>
    /// <param name="context">The build context's full path.</param>
    public static IReadOnlyList<DeclaredImage> Of(IReadOnlyList<DeclaredImage> images, string project, string buildfile, string context)
    {
        string path = Path.GetRelativePath(context, project);
        string[] names = NamesOf(Path.GetFileNameWithoutExtension(project));
        DeclaredImage[] own = [.. images.Where(image => names.Contains(Plain(image.Target)) || image.Commands.Split('\n').Any(command => Mentions(command, path)))];
        return own.Length == 0 && Path.GetDirectoryName(project) == Path.GetDirectoryName(buildfile) ? images : own;
    }

    // Shop.Api is published as Api as well as as ShopApi.
    private static string[] NamesOf(string project) => [Plain(project), Plain(project.Split('.')[^1])];

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    // The path may follow on a folder of the container, and end with the word.
    private static bool Mentions(string command, string path)
    {
        for (int at = command.IndexOf(path, StringComparison.Ordinal); at >= 0; at = command.IndexOf(path, at + 1, StringComparison.Ordinal))
        {
            int end = at + path.Length;
            if ((at == 0 || !IsName(command[at - 1])) && (end == command.Length || !IsName(command[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(char character) => char.IsLetterOrDigit(character) || character is '.' or '-' or '_';
}
