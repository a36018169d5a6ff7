using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>Counts what a copy does and tells it, one event at a time.</summary>
internal sealed class CopyLedger(IProgress<CopyProgress>? progress)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Digest, long> moving = [];
    private long done;
    private long total;
    private long movedBytes;
    private int moved;
    private int taken;
    private int existed;

    /// <summary>The item became known.</summary>
    public void Found(Descriptor item)
    {
        lock (gate)
        {
            total += item.Size;
            Tell(item, CopyState.Found, 0);
        }
    }

    /// <summary>The item has so many bytes at the destination; fewer than before where it begins anew.</summary>
    public void Moving(Descriptor item, long bytes)
    {
        lock (gate)
        {
            done += bytes - moving.GetValueOrDefault(item.Digest);
            moving[item.Digest] = bytes;
            Tell(item, CopyState.Moving, bytes);
        }
    }

    /// <summary>The item is at the destination.</summary>
    public void Done(Descriptor item, CopyState how)
    {
        lock (gate)
        {
            moving.Remove(item.Digest, out long before);
            done += item.Size - before;
            movedBytes += how == CopyState.Moved ? item.Size : 0;
            moved += how == CopyState.Moved ? 1 : 0;
            taken += how == CopyState.Taken ? 1 : 0;
            existed += how == CopyState.Existed ? 1 : 0;
            Tell(item, how, item.Size);
        }
    }

    /// <summary>The sums.</summary>
    public CopyResult Close(Descriptor root)
    {
        lock (gate)
        {
            return new CopyResult(root, movedBytes, moved, taken, existed);
        }
    }

    private void Tell(Descriptor item, CopyState state, long bytes) => progress?.Report(new CopyProgress(item, state, bytes, done, total));
}
