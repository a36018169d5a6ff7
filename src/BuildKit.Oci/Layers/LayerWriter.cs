using System.Buffers;

namespace BuildKit.Oci.Layers;

/// <summary>
/// Writes a layer: a POSIX ustar archive with PAX records where ustar cannot say it (OCI image-spec, layer.md). The bytes depend on
/// the entries alone. Entries come in ascending order of their paths, an <see cref="LayerEntryKind.OpaqueDirectory"/>
/// after the directory of the same path; the owner of the stream disposes of it.
/// </summary>
/// <remarks>
/// Names are written as their bytes. A symbolic link is written with mode 0777, a whiteout with mode 0, owner 0:0 and the fixed time, whatever the
/// entry says. A hard link repeats mode, owner, time and extended attributes of its target, since some unpackers apply them again.
/// </remarks>
public sealed class LayerWriter
{
    private readonly Stream output;

    // Of the pool, since a build of a thousand small layers would do little else than collect them.
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private int used;
    private LayerEntry? previous;
    private bool completed;

    /// <summary>Writes to a stream from its current position on.</summary>
    public LayerWriter(Stream output) => this.output = output;

    /// <summary>Writes one entry.</summary>
    /// <param name="content">Exactly <see cref="LayerEntry.Size"/> bytes for a file; null for everything else and for an empty file.</param>
    /// <exception cref="BuildKitException">The entry cannot stand in a layer, or the content has another length than it says (BK5026).</exception>
    /// <exception cref="InvalidOperationException">The entry is out of order.</exception>
    public async Task WriteAsync(LayerEntry entry, Stream? content, CancellationToken ct)
    {
        if (completed || (previous is not null && Compare(previous, entry) >= 0))
        {
            throw new InvalidOperationException($"'{entry.Path}' comes after '{previous?.Path}' in a layer's order.");
        }

        EntryRules.Check(entry);
        previous = entry;
        await AddAsync(TarHeaderBlocks.Of(entry), ct).ConfigureAwait(false);
        if (entry.Size > 0)
        {
            await AddContentAsync(entry, content ?? Stream.Null, ct).ConfigureAwait(false);
            await AddAsync(new byte[TarFormat.PaddingOf(entry.Size)], ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes out what is held back of the entries so far; the archive's bytes are the same with and without.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await SpillAsync(ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Ends the archive with two zero blocks and flushes.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        if (completed)
        {
            throw new InvalidOperationException("The layer is complete already.");
        }

        completed = true;
        await AddAsync(new byte[2 * TarFormat.BlockSize], ct).ConfigureAwait(false);
        await FlushAsync(ct).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static int Compare(LayerEntry left, LayerEntry right)
    {
        int order = left.Path.CompareTo(right.Path);
        return order != 0 ? order : (left.Kind == LayerEntryKind.OpaqueDirectory).CompareTo(right.Kind == LayerEntryKind.OpaqueDirectory);
    }

    private async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            if (used == buffer.Length)
            {
                await SpillAsync(ct).ConfigureAwait(false);
            }

            int part = Math.Min(bytes.Length, buffer.Length - used);
            bytes[..part].CopyTo(buffer.AsMemory(used));
            used += part;
            bytes = bytes[part..];
        }
    }

    private async ValueTask AddContentAsync(LayerEntry entry, Stream content, CancellationToken ct)
    {
        long left = entry.Size;
        while (left > 0)
        {
            if (used == buffer.Length)
            {
                await SpillAsync(ct).ConfigureAwait(false);
            }

            int read = await content.ReadAsync(buffer.AsMemory(used, (int)Math.Min(left, buffer.Length - used)), ct).ConfigureAwait(false);
            if (read == 0)
            {
                throw LayerErrors.Unrepresentable(entry.Path, $"its content ended {left} bytes before the {entry.Size} it was to have; it changed while it was read");
            }

            used += read;
            left -= read;
        }

        if (await content.ReadAsync(new byte[1], ct).ConfigureAwait(false) != 0)
        {
            throw LayerErrors.Unrepresentable(entry.Path, $"its content is longer than the {entry.Size} bytes it was to have; it changed while it was read");
        }
    }

    private async ValueTask SpillAsync(CancellationToken ct)
    {
        await output.WriteAsync(buffer.AsMemory(0, used), ct).ConfigureAwait(false);
        used = 0;
    }
}
