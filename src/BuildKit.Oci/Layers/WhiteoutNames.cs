namespace BuildKit.Oci.Layers;

/// <summary>Reads the names that mean removed files (OCI image-spec, layer.md, "Whiteouts").</summary>
internal static class WhiteoutNames
{
    /// <summary>
    /// The whiteout or opaque marker that a path means. Null for what the aufs driver of old left at the top (<c>.wh..wh.plnk</c> and the like),
    /// which every client passes over.
    /// </summary>
    public static LayerEntry? Read(LayerPath path, LayerEntryKind kind, long size, string where)
    {
        ReadOnlySpan<byte> name = path.Name.Span;
        if (path.Span.StartsWith(TarFormat.AufsPrefix) && !path.Span.SequenceEqual(TarFormat.OpaqueMarker))
        {
            return null;
        }

        if (EntryNames.HasWhiteoutPart(path.Parent) || !name.StartsWith(TarFormat.WhiteoutPrefix))
        {
            throw LayerErrors.Unsafe(where, path.Span, "lies in a whiteout, which is no directory");
        }

        // The aufs driver wrote whiteouts as hard links to one file.
        if (kind is not (LayerEntryKind.File or LayerEntryKind.HardLink) || size > 0)
        {
            throw LayerErrors.Unsafe(where, path.Span, "is a whiteout but no empty file");
        }

        if (name.SequenceEqual(TarFormat.OpaqueMarker))
        {
            return Marker(LayerEntryKind.OpaqueDirectory, path.Parent);
        }

        ReadOnlySpan<byte> removed = name[TarFormat.WhiteoutPrefix.Length..];
        if (removed.IsEmpty || removed.SequenceEqual("."u8) || removed.SequenceEqual(".."u8) || removed.StartsWith(TarFormat.WhiteoutPrefix))
        {
            throw LayerErrors.Unsafe(where, path.Span, "is a whiteout of no file");
        }

        return Marker(LayerEntryKind.Whiteout, path.Parent.Append(removed));
    }

    private static LayerEntry Marker(LayerEntryKind kind, LayerPath path) => new() { Kind = kind, Path = path };
}
