using System.Security.Cryptography;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Execution;

/// <summary>A file whose digest is in a step's key, and whose bytes are read only where the step runs.</summary>
internal sealed class SourceFile(TreeEntry entry, PlannedContent content, SnapshotStore snapshots)
{
    /// <summary>The digest that the key has.</summary>
    internal Digest Digest => entry.Content;

    /// <summary>Reads the file, which is seekable.</summary>
    /// <exception cref="BuildKitException">The file has other bytes than the key says (BK4123, BK4105), or the disk failed.</exception>
    internal async Task<T> ReadAsync<T>(Func<Stream, Task<T>> read)
    {
        using var sources = new ContentSources(snapshots);
        using SafeFileHandle file = sources.OpenFile(content, entry);
        T result;
        try
        {
            await using var stream = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read);
            result = await read(stream);
        }
        catch (BuildKitException) when (HasChanged(file))
        {
            throw ContentSources.Changed(content, entry.Path);
        }

        // Looked at afterwards: what others wrote meanwhile must not be kept under the key of what was there before.
        return HasChanged(file) ? throw ContentSources.Changed(content, entry.Path) : result;
    }

    private bool HasChanged(SafeFileHandle file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[256 * 1024];
        int count;
        for (long offset = 0; (count = RandomAccess.Read(file, buffer, offset)) > 0; offset += count)
        {
            hash.AppendData(buffer, 0, count);
        }

        return Digest.FromSha256(hash.GetHashAndReset()) != entry.Content;
    }
}
