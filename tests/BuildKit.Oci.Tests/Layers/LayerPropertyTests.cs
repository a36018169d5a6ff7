using System.Collections.Immutable;
using BuildKit.Oci.Layers;
using CsCheck;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layers;

public sealed class LayerPropertyTests
{
    private static readonly LayerEntryKind[] Kinds =
        [LayerEntryKind.File, LayerEntryKind.Directory, LayerEntryKind.SymbolicLink, LayerEntryKind.Whiteout, LayerEntryKind.Fifo];

    private static readonly Gen<byte[]> Name = Gen.Byte.Where(b => b is not (0 or (byte)'/')).Array[1, 130]
        .Where(n => n is not [(byte)'.'] and not [(byte)'.', (byte)'.'] && !n.AsSpan().StartsWith(".wh."u8));

    private static readonly Gen<LayerPath> PathOf = Name.Array[1, 4].Select(parts =>
    {
        LayerPath path = LayerPath.Root;
        foreach (byte[] part in parts)
        {
            path = path.Append(part);
        }

        return path;
    });

    private static readonly Gen<ImmutableArray<ExtendedAttribute>> Attributes =
        Gen.Select(Gen.Char['a', 'z'].Array[1, 5], Gen.Byte.Array[0, 40], (name, value) => new ExtendedAttribute("user." + new string(name), new ByteString(value)))
            .Array[0, 3].Select(a => a.DistinctBy(x => x.Name).OrderBy(x => x.Name, StringComparer.Ordinal).ToImmutableArray());

    private static readonly Gen<(LayerEntry Entry, byte[] Content)> File =
        from path in PathOf
        from mode in Gen.Int[0, 0xfff]
        from uid in Gen.UInt[0, uint.MaxValue - 1]
        from gid in Gen.UInt[0, 3000000]
        from time in Gen.Long[-100000000000, 100000000000]
        from attributes in Attributes
        from content in Gen.Byte.Array[0, 1200]
        from target in Gen.Byte.Where(b => b != 0).Array[1, 200]
        from kind in Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i])
        select kind switch
        {
            LayerEntryKind.Whiteout => (new LayerEntry { Kind = kind, Path = path }, Array.Empty<byte>()),
            LayerEntryKind.SymbolicLink => (Entry(kind, path, 0x1ff, uid, gid, time, attributes) with { SymbolicLinkTarget = new ByteString(target) }, []),
            LayerEntryKind.File => (Entry(kind, path, mode, uid, gid, time, attributes) with { Size = content.Length }, content),
            _ => (Entry(kind, path, mode, uid, gid, time, attributes), []),
        };

    [Fact]
    public async Task Whatever_is_written_is_read_back() =>
        await File.Array[0, 12].SampleAsync(
            async generated =>
            {
                (LayerEntry Entry, byte[] Content)[] entries = [.. generated.DistinctBy(e => e.Entry.Path).OrderBy(e => e.Entry.Path)];
                byte[] tar = await WriteAsync(entries);
                List<(LayerEntry Entry, byte[] Content)> read = await ReadAsync(tar);
                Assert.Equal(entries.Select(e => Describe(e.Entry, e.Content)), read.Select(e => Describe(e.Entry, e.Content)));
                Assert.Equal(tar, await WriteAsync([.. read]));
            },
            iter: 300);

    private static LayerEntry Entry(LayerEntryKind kind, LayerPath path, int mode, uint uid, uint gid, long time, ImmutableArray<ExtendedAttribute> attributes) =>
        new() { Kind = kind, Path = path, Mode = mode, Uid = uid, Gid = gid, ModificationTime = time, ExtendedAttributes = attributes };
}
