using BuildKit.Oci.Content;

namespace BuildKit.Engine.Context;

/// <summary>Remembers digests of the context's files from build to build. Losing it costs time only.</summary>
public interface IFileDigestCache
{
    /// <summary>The remembered digest of each file, in the same order; the default digest for one that is not known as it is now.</summary>
    IReadOnlyList<Digest> Get(IReadOnlyList<FileIdentity> files);

    /// <summary>Remembers digests; what was known of the same root and path is replaced.</summary>
    void Put(IReadOnlyList<KeyValuePair<FileIdentity, Digest>> digests);
}
