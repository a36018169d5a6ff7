using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Store;

/// <summary>
/// The locks of a store, by name. All are bytes of one file: a name's byte is at the first 60 bits of its SHA-256, so that no lock
/// leaves a file behind.
/// </summary>
/// <param name="path">The lock file; made where it is missing.</param>
internal sealed class StoreLocks(string path)
{
    private const int FirstWaitMilliseconds = 2;
    private const int LongestWaitMilliseconds = 50;

    /// <summary>Twelve digits that tell the locks of this store from those of another; of the path, so that all processes of the store have the same.</summary>
    internal string Id { get; } = Digest.Of(Encoding.UTF8.GetBytes(path)).Hex[..12];

    /// <summary>Takes a lock at once, or null where another holds it.</summary>
    internal RangeLock? Try(string name, bool exclusive) => RangeLock.Try(path, OffsetOf(name), exclusive);

    /// <summary>Takes a lock that is never held for long, waiting for it.</summary>
    internal RangeLock Wait(string name, bool exclusive) => RangeLock.Wait(path, OffsetOf(name), exclusive);

    /// <summary>Makes a lock of this name exclusive or shared; false where another holder does not let it.</summary>
    internal bool TryConvert(RangeLock held, string name, bool exclusive) => held.TryConvert(path, OffsetOf(name), exclusive);

    /// <summary>Makes a lock of this name shared again, waiting for one that has it exclusive, which is never for long.</summary>
    internal void WaitShared(RangeLock held, string name) => held.WaitShared(path, OffsetOf(name));

    /// <summary>Lets others have a lock of this name until it is converted again.</summary>
    internal void Release(RangeLock held, string name) => held.Release(path, OffsetOf(name));

    /// <summary>The other processes that hold a lock of this name, as far as this one may know them.</summary>
    internal ImmutableArray<int> HoldersOf(string name) => LockHolders.Find(path, OffsetOf(name));

    /// <summary>Takes a lock, waiting as long as another holds it.</summary>
    internal async Task<RangeLock> AcquireAsync(string name, bool exclusive, CancellationToken ct)
    {
        // The kernel's own wait cannot be cancelled without a signal, so the lock is asked for again and again.
        int wait = FirstWaitMilliseconds;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (Try(name, exclusive) is { } taken)
            {
                return taken;
            }

            await Task.Delay(wait, ct);
            wait = Math.Min(wait * 2, LongestWaitMilliseconds);
        }
    }

    private static long OffsetOf(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) >> 4);
    }
}
