using BuildKit.Engine.Cache;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>What a remote cache knows of a step.</summary>
/// <param name="Record">The result.</param>
/// <param name="Blob">The compressed layer; null exactly where the step added none.</param>
/// <param name="Compressor">What compressed it, such as <c>gzip:0.1.0.0</c>: another version gives other bytes for the same layer. Null where there is no layer.</param>
internal sealed record CacheEntry(StepRecord Record, Descriptor? Blob, string? Compressor)
{
    /// <summary>Whether both say the same of the same step.</summary>
    internal bool Agrees(CacheEntry other) => Record.Key == other.Record.Key && Record.Layer == other.Record.Layer && Blob == other.Blob && Compressor == other.Compressor;
}
