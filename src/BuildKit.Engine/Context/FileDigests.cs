using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Context;

/// <summary>
/// Digests of the context's files. A file is read only when the cache does not know it as it is now. One that was changed so shortly
/// before it was read that a further change might not show in its times is not remembered, and is read again by the next build.
/// </summary>
public sealed class FileDigests
{
    /// <summary>Uses a cache.</summary>
    public FileDigests(ContextTree context, IFileDigestCache cache)
    {
    }

    /// <summary>The entries with the content digest of each regular file; other entries as they are.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">An entry cannot be read or is no file, folder or link; or a file changes while it is read.</exception>
    public IReadOnlyList<TreeEntry> Resolve(IReadOnlyList<TreeEntry> entries) => throw new NotSupportedException();
}
