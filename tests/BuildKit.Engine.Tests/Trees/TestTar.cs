using System.Text;
using BuildKit.Engine.Snapshots;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Trees;

/// <summary>Archives: well-formed ones by the layer writer, and hostile ones by hand, in any order.</summary>
internal static class TestTar
{
    public static byte[] Write(IEnumerable<(LayerEntry Entry, byte[]? Content)> entries)
    {
        using var tar = new MemoryStream();
        var writer = new LayerWriter(tar);
        foreach ((LayerEntry entry, byte[]? content) in entries)
        {
            writer.WriteAsync(entry, content is { Length: > 0 } ? new MemoryStream(content) : null, CancellationToken.None).GetAwaiter().GetResult();
        }

        writer.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
        return tar.ToArray();
    }

    public static Digest Unpack(SnapshotStore store, IEnumerable<(LayerEntry Entry, byte[]? Content)> entries) => Unpack(store, Write(entries));

    public static Digest Unpack(SnapshotStore store, byte[] tar)
    {
        Digest diffId = Digest.Of(tar);
        store.Unpack(tar, diffId);
        return diffId;
    }

    /// <summary>A ustar archive as a hostile tool would write it.</summary>
    /// <param name="entries">Name, type letter (<c>0</c> file, <c>1</c> hard link, <c>2</c> link, <c>3</c> device, <c>5</c> folder), link target, content.</param>
    public static byte[] Raw(params (string Name, char Type, string Target, string Content)[] entries)
    {
        using var tar = new MemoryStream();
        foreach ((string name, char type, string target, string content) in entries)
        {
            var header = new byte[512];
            Encoding.UTF8.GetBytes(name, header);
            Encoding.ASCII.GetBytes("0000755\0" + "0000000\0" + "0000000\0" + Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0" + "00000000000\0" + "        ", header.AsSpan(100));
            header[156] = (byte)type;
            Encoding.UTF8.GetBytes(target, header.AsSpan(157));
            Encoding.ASCII.GetBytes("ustar\000", header.AsSpan(257));
            if (type is '3' or '4')
            {
                Encoding.ASCII.GetBytes("0000000\0" + "0000000\0", header.AsSpan(329));
            }

            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ", header.AsSpan(148));
            tar.Write(header);
            tar.Write(Encoding.UTF8.GetBytes(content));
            tar.Write(new byte[(512 - (content.Length % 512)) % 512]);
        }

        tar.Write(new byte[1024]);
        return tar.ToArray();
    }
}
