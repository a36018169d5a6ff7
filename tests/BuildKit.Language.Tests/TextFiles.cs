using BuildKit.Language.Semantics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Tests;

/// <summary>Files that are only texts, all in one folder or in folders below it.</summary>
internal sealed class TextFiles : ISourceFiles
{
    private readonly Dictionary<string, SourceText> texts = new(StringComparer.Ordinal);

    public SourceText this[string path] => texts[path];

    public void Add(string path, string content) => texts.Add(path, new SourceText(path, content));

    public SourceText? Find(SourceText from, string path)
    {
        string folder = Path.GetDirectoryName(from.Path) ?? "";
        string full = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", folder, path)));
        return texts.GetValueOrDefault(full);
    }
}
