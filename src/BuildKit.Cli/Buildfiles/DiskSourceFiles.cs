using BuildKit.Language.Semantics;
using BuildKit.Language.Text;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>Buildfiles on disk. A file is read once, whatever way leads to it.</summary>
internal sealed class DiskSourceFiles : ISourceFiles
{
    private readonly string workingDirectory = Directory.GetCurrentDirectory();
    private readonly Dictionary<string, SourceText> textsByPath = new(StringComparer.Ordinal);
    private readonly Dictionary<SourceText, string> pathsByText = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads the Buildfile itself.</summary>
    /// <param name="path">Absolute or relative to the current folder.</param>
    /// <param name="isDefault">Whether the command line named none.</param>
    /// <exception cref="BuildKitException">It is not there (BK4302) or cannot be read (BK4303).</exception>
    public SourceText ReadRoot(string path, bool isDefault)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new BuildKitException(
                CommandLineErrorCodes.BuildfileMissing, $"'{path}' is a folder.", $"Name the file in it: -f {Path.Combine(path, BuildfileOptions.DefaultFile)}");
        }

        return Read(full) ?? throw (isDefault
            ? new BuildKitException(
                CommandLineErrorCodes.BuildfileMissing,
                "There is no Buildfile in this folder.",
                "Go to the folder that has one (only the current folder is looked in), name another file with -f, or write one: image App from \"docker.io/library/debian:12\" { Copy(\".\", to: \"/app\"); }")
            : new BuildKitException(CommandLineErrorCodes.BuildfileMissing, $"There is no file '{path}'.", "Check the path given with -f."));
    }

    /// <inheritdoc />
    public SourceText? Find(SourceText from, string path) =>
        pathsByText.TryGetValue(from, out string? fromPath) && Path.GetDirectoryName(fromPath) is { } folder
            ? Read(Path.GetFullPath(path, folder))
            : null;

    /// <summary>The absolute paths of all that was read so far, and what links among them lead to.</summary>
    public IEnumerable<string> Paths => textsByPath.Keys.SelectMany(path => (string?[])[path, File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName]).OfType<string>();

    /// <summary>The absolute path of a text that was read here.</summary>
    public string PathOf(SourceText text) => pathsByText[text];

    private SourceText? Read(string path)
    {
        if (textsByPath.TryGetValue(path, out SourceText? known))
        {
            return known;
        }

        string display = Path.GetRelativePath(workingDirectory, path);
        if (SourceFile.Read(path, display) is not { } content)
        {
            return null;
        }

        var text = new SourceText(display.StartsWith("..", StringComparison.Ordinal) ? path : display, content);
        textsByPath.Add(path, text);
        pathsByText.Add(text, path);
        return text;
    }
}
