using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>What a collection takes away.</summary>
internal sealed class Removal
{
    private readonly Dictionary<string, List<(string? Path, long Bytes)>> removed = CollectedKinds.InOrder.ToDictionary(kind => kind, _ => new List<(string?, long)>());

    internal long KeptBytes { get; set; }

    /// <summary>What is kept.</summary>
    internal required Holdings Kept { get; init; }

    /// <summary>Bases that are kept and whose use was never noted.</summary>
    internal List<Digest> UnnotedBases { get; } = [];

    internal bool Takes(string kind) => removed[kind].Count > 0;

    internal IEnumerable<string> Paths => CollectedKinds.InOrder.SelectMany(kind => removed[kind]).Select(item => item.Path).OfType<string>();

    internal CollectionReport Report =>
        new([.. CollectedKinds.InOrder.Select(kind => new CollectedKind(kind, removed[kind].Count, removed[kind].Sum(item => item.Bytes)))], KeptBytes);

    internal void Add(string kind, string? path, long bytes) => removed[kind].Add((path, bytes));

    internal void AddAll(string kind, IEnumerable<(string Path, long Bytes)> items) => removed[kind].AddRange(items.Select(item => ((string?)item.Path, item.Bytes)));
}
