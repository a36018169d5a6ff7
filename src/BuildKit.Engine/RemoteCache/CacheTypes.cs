using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The media types of a remote cache and its bounds (docs/cache.md). The types are fixed: a change makes every cache written before invisible.</summary>
internal static class CacheTypes
{
    /// <summary>The artifact type of the manifest.</summary>
    internal const string Artifact = "application/vnd.buildkit.cache.v1+json";

    /// <summary>The first layer of the manifest: the records as JSON (schemas/cache.schema.json), compressed with gzip.</summary>
    internal const string Records = "application/vnd.buildkit.cache.records.v1+json+gzip";

    /// <summary>The index of a layer's files, compressed with gzip; the number is that of its form (<see cref="Trees.LayerIndex"/>).</summary>
    internal const string Tree = "application/vnd.buildkit.cache.tree.v1+gzip";

    /// <summary>The content of a cache mount: a tar, compressed with zstd.</summary>
    internal const string Folder = "application/vnd.buildkit.cache.folder.v1.tar+zstd";

    /// <summary>What the artifact type of every version begins with.</summary>
    internal const string AnyArtifact = "application/vnd.buildkit.cache.v";

    /// <summary>How many steps a cache holds at most.</summary>
    internal const int MostRecords = 2000;

    /// <summary>How many indexes a cache holds at most.</summary>
    internal const int MostTrees = 1000;

    /// <summary>How many contents of cache mounts a cache holds at most.</summary>
    internal const int MostFolders = 100;

    /// <summary>How large an index is at most, in bytes: some hundred thousand files.</summary>
    internal const int LargestTree = 64 << 20;

    /// <summary>How large the records of a cache are at most as JSON, in bytes.</summary>
    internal const int LargestDocument = 16 << 20;

    /// <summary>How large a single record is at most, in bytes: a text of a Write can be of any size, and writing it anew costs less than moving it.</summary>
    internal const int LargestRecord = 256 << 10;

    /// <summary>Whether it is how a step's layer may be compressed.</summary>
    internal static bool IsLayer(string mediaType) => mediaType is MediaTypes.OciLayerGzip or MediaTypes.OciLayerZstd;
}
