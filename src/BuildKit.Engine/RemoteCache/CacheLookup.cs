using BuildKit.Oci.Content;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The content of a remote cache, to look things up in.</summary>
internal sealed class CacheLookup(CacheContent content)
{
    /// <summary>Records by their keys.</summary>
    internal Dictionary<Digest, CacheEntry> Entries { get; } = content.Entries.ToDictionary(entry => entry.Record.Key);

    /// <summary>Records by the layers that they name, whichever is first.</summary>
    internal Dictionary<Digest, CacheEntry> Layers { get; } =
        content.Entries.Where(entry => entry.Record.Layer is not null).DistinctBy(entry => entry.Record.Layer).ToDictionary(entry => entry.Record.Layer ?? default);

    /// <summary>Contents of cache mounts by their ids and owners.</summary>
    internal Dictionary<(string Id, string Owner), CacheFolder> Folders { get; } =
        content.Folders.Where(folder => folder.Blob.MediaType == CacheTypes.Folder).ToDictionary(folder => folder.Key);

    /// <summary>Indexes of files by their layers.</summary>
    internal Dictionary<Digest, CacheTree> Trees { get; } = content.Trees.Where(tree => tree.Blob.MediaType == CacheTypes.Tree).ToDictionary(tree => tree.Layer);
}
