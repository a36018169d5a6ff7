using BuildKit.Engine.Context;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Tests.Context;

/// <summary>Remembers in memory, as the store does in its index.</summary>
internal sealed class MemoryDigestCache : IFileDigestCache
{
    private readonly Dictionary<FileIdentity, Digest> known = [];

    public int Count => known.Count;

    public IReadOnlyList<Digest> Get(IReadOnlyList<FileIdentity> files) => [.. files.Select(file => known.GetValueOrDefault(file))];

    public void Put(IReadOnlyList<KeyValuePair<FileIdentity, Digest>> digests)
    {
        foreach ((FileIdentity file, Digest digest) in digests)
        {
            known[file] = digest;
        }
    }
}
