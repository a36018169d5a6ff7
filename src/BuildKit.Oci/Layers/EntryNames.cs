namespace BuildKit.Oci.Layers;

/// <summary>The names that entries have in an archive, whiteouts among them.</summary>
internal static class EntryNames
{
    /// <summary>The name that an entry is written under.</summary>
    public static byte[] ToArchive(LayerEntry entry) => entry.Kind switch
    {
        LayerEntryKind.Directory when entry.Path.IsRoot => "./"u8.ToArray(),
        LayerEntryKind.Directory => [.. entry.Path.Span, (byte)'/'],
        LayerEntryKind.Whiteout => [.. In(entry.Path.Parent), .. TarFormat.WhiteoutPrefix, .. entry.Path.Name.Span],
        LayerEntryKind.OpaqueDirectory => [.. In(entry.Path), .. TarFormat.OpaqueMarker],
        _ => entry.Path.Span.ToArray(),
    };

    /// <summary>Whether a part of the path is a name that means a whiteout.</summary>
    public static bool HasWhiteoutPart(LayerPath path)
    {
        ReadOnlySpan<byte> rest = path.Span;
        while (!rest.IsEmpty)
        {
            if (rest.StartsWith(TarFormat.WhiteoutPrefix))
            {
                return true;
            }

            int slash = rest.IndexOf((byte)'/');
            rest = slash < 0 ? [] : rest[(slash + 1)..];
        }

        return false;
    }

    /// <summary>A name of an archive as a path below the root; throws BK5022 where it is none.</summary>
    public static LayerPath FromArchive(ReadOnlySpan<byte> name, string where)
    {
        if (name.IsEmpty)
        {
            throw LayerErrors.Unsafe(where, name, "is empty");
        }

        if (name[0] == '/')
        {
            throw LayerErrors.Unsafe(where, name, "is absolute");
        }

        return LayerPath.TryNormalize(name, out LayerPath path)
            ? path
            : throw LayerErrors.Unsafe(where, name, "leads out of its folder with '..' or holds a NUL");
    }

    /// <summary>The target of a hard link below the root; a leading slash means the root.</summary>
    public static LayerPath HardLinkTarget(ReadOnlySpan<byte> target, LayerPath link, string where)
    {
        if (!LayerPath.TryNormalize(target, out LayerPath path) || path.IsRoot)
        {
            throw LayerErrors.Unsafe(where, target, $"is no file below the root that '{link}' could be another name of");
        }

        return path == link ? throw LayerErrors.Unsafe(where, target, "is a hard link to itself") : path;
    }

    private static byte[] In(LayerPath directory) => directory.IsRoot ? [] : [.. directory.Span, (byte)'/'];
}
