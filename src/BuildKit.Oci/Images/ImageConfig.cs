using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>An image configuration (OCI image-spec, config.md).</summary>
/// <param name="Platform">What it runs on.</param>
/// <param name="Config">How a container of it starts.</param>
/// <param name="DiffIds">Digests of the uncompressed layers, the lowest first.</param>
/// <param name="History">One entry a step, the oldest first.</param>
/// <param name="Created">When, in UTC; null where it is not said.</param>
/// <param name="Author">Free text, or null.</param>
public sealed record ImageConfig(
    Platform Platform,
    ContainerConfig Config,
    ImmutableArray<Digest> DiffIds,
    ImmutableArray<HistoryEntry> History,
    DateTimeOffset? Created,
    string? Author);
