using BuildKit.Language.Semantics;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Tests.Evaluation;

/// <summary>Files that <c>using</c> finds, by name.</summary>
internal sealed class TextFiles(IReadOnlyDictionary<string, string> texts) : ISourceFiles
{
    private readonly Dictionary<string, SourceText> files = texts.ToDictionary(pair => pair.Key, pair => new SourceText(pair.Key, pair.Value), StringComparer.Ordinal);

    public SourceText? Find(SourceText from, string path) => files.GetValueOrDefault(path);
}
