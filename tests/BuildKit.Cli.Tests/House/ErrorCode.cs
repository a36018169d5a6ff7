using System.Text.RegularExpressions;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.House;

/// <summary>A constant of one of the classes of codes.</summary>
/// <param name="Type">The class, such as <c>OciErrorCodes</c>.</param>
/// <param name="Name">The constant.</param>
/// <param name="Code">Its value, such as <c>BK5001</c>.</param>
internal sealed partial record ErrorCode(string Type, string Name, string Code)
{
    /// <summary>All of them, read from the sources.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [.. Find()];

    private static IEnumerable<ErrorCode> Find()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "src"), "*Codes*.cs", SearchOption.AllDirectories))
        {
            string type = Path.GetFileName(file).Split('.')[0];
            foreach (Match match in Constant().Matches(File.ReadAllText(file)))
            {
                yield return new ErrorCode(type, match.Groups[1].Value, match.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex("""const string (\w+)\s*=\s*"(BK[0-9]{4})";""")]
    private static partial Regex Constant();
}
