using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using BuildKit.Graph;
using BuildKit.Oci;

namespace BuildKit.Facts.Projects;

/// <summary>The projects that a solution names, in the classic format (.sln) and as XML (.slnx).</summary>
internal static partial class SolutionFile
{
    /// <summary>Project files relative to the context, in ordinal order; what is no C#, F# or Visual Basic project is left out.</summary>
    /// <exception cref="BuildKitException">It cannot be read, or names a project outside of the context.</exception>
    internal static ImmutableArray<string> Projects(string path, ContextPaths paths)
    {
        try
        {
            IEnumerable<string> names = path.EndsWith(".slnx", StringComparison.Ordinal)
                ? XDocument.Load(path).Descendants("Project").Select(project => project.Attribute("Path")?.Value).OfType<string>()
                : ClassicProject().Matches(File.ReadAllText(path)).Select(match => match.Groups["path"].Value);
            return
            [
                .. names.Where(name => Path.GetExtension(name) is ".csproj" or ".fsproj" or ".vbproj")
                    .Select(name => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, name.Replace('\\', '/'))))
                    .Select(project => paths.Relative(project) ?? throw ProjectErrors.Outside(paths.Relative(path)!, project))
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new BuildKitException(GraphDiagnosticCodes.NoProject, $"{paths.Relative(path)} cannot be read as a solution: {error.Message}", "Open it with 'dotnet sln list' to see what it holds.");
        }
    }

    // Project("{kind}") = "name", "path", "{id}"
    [GeneratedRegex("""^Project\("\{[^"]*\}"\)\s*=\s*"[^"]*"\s*,\s*"(?<path>[^"]*)"\s*,""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ClassicProject();
}
