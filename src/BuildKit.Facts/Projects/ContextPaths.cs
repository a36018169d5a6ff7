using BuildKit.Graph;
using BuildKit.Oci;

namespace BuildKit.Facts.Projects;

/// <summary>Paths of the context, both ways.</summary>
/// <param name="contextDirectory">Absolute.</param>
public sealed class ContextPaths(string contextDirectory)
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(contextDirectory)) + Path.DirectorySeparatorChar;

    /// <summary>The absolute path of a file of the context.</summary>
    /// <exception cref="BuildKitException">It is not there, not inside, or of another kind.</exception>
    internal string Find(string relative, params ReadOnlySpan<string> extensions)
    {
        string path = Path.GetFullPath(Path.Combine(root, relative));
        if (!path.StartsWith(root, StringComparison.Ordinal))
        {
            throw Wrong($"'{relative}' lies outside of the context", "Projects are named relative to the context, which '--context' sets.");
        }

        if (!extensions.Contains(Path.GetExtension(path)))
        {
            throw Wrong($"'{relative}' is none of {string.Join(", ", extensions)}", "Name the project or solution file itself, not its folder.");
        }

        return File.Exists(path) ? path : throw Wrong($"there is no file '{relative}' in the context", "Projects are named relative to the context, which '--context' sets.");
    }

    /// <summary>A path as the context has it, with <c>/</c>; null where it lies outside.</summary>
    internal string? Relative(string path) => path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..].Replace(Path.DirectorySeparatorChar, '/') : null;

    private static BuildKitException Wrong(string message, string advice) => new(GraphDiagnosticCodes.NoProject, message, advice);
}
