namespace BuildKit.Oci.Layers;

/// <summary>What stands in an archive before an entry and says more about it: PAX records and GNU long names.</summary>
internal sealed record PendingHeaders(PaxRecords Pax)
{
    /// <summary>GNU's long name, which a PAX path overrides.</summary>
    public ReadOnlyMemory<byte>? LongName { get; set; }

    /// <summary>GNU's long link target, which a PAX linkpath overrides.</summary>
    public ReadOnlyMemory<byte>? LongLink { get; set; }

    /// <summary>The name that the entry has in the archive.</summary>
    public ReadOnlyMemory<byte> NameOf(TarHeader header) =>
        Pax.TryGet("GNU.sparse.name", out ReadOnlyMemory<byte> name) || Pax.TryGet("path", out name) ? name : LongName ?? header.FullName;

    /// <summary>The link target that the entry has in the archive.</summary>
    public ReadOnlyMemory<byte> LinkOf(TarHeader header) =>
        Pax.TryGet("linkpath", out ReadOnlyMemory<byte> target) ? target : LongLink ?? header.LinkName.ToArray();
}
