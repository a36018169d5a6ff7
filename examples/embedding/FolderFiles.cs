using BuildKit.Language.Semantics;
using BuildKit.Language.Text;

namespace Embedding;

/// <summary>The files that a Buildfile names with <c>using</c>, below one folder.</summary>
internal sealed class FolderFiles(string folder) : ISourceFiles
{
    private readonly Dictionary<string, SourceText> known = [];

    /// <inheritdoc />
    public SourceText? Find(SourceText from, string path)
    {
        string full = Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(from.Path, folder))!);
        return known.TryGetValue(full, out SourceText? text) ? text
            : !File.Exists(full) ? null
            : known[full] = new SourceText(Path.GetRelativePath(folder, full), File.ReadAllText(full));
    }
}
