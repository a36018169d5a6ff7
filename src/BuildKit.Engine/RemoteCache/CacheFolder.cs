using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>What a remote cache has of a cache mount.</summary>
/// <param name="Id">The mount's id.</param>
/// <param name="Owner"><c>uid-gid</c> of the user whose folder it is.</param>
/// <param name="Content">The digest of the folder's tar.</param>
/// <param name="Blob">The tar, compressed.</param>
internal sealed record CacheFolder(string Id, string Owner, Digest Content, Descriptor Blob)
{
    /// <summary>What no other of a cache has.</summary>
    internal (string Id, string Owner) Key => (Id, Owner);
}
