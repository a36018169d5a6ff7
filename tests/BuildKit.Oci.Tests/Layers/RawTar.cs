using System.Text;

namespace BuildKit.Oci.Tests.Layers;

/// <summary>Archives put together by hand, right or wrong as a test wants them.</summary>
internal sealed class RawTar
{
    private readonly MemoryStream bytes = new();

    public static byte[] Header(
        string name, char type = '0', string size = "0", string link = "", string magic = "ustar\00", string prefix = "", string mode = "644",
        string uid = "0", string gid = "0", string mtime = "0", string major = "0", string minor = "0", Action<byte[]>? change = null)
    {
        byte[] block = new byte[512];
        Put(block, 0, 100, name);
        Put(block, 100, 8, mode);
        Put(block, 108, 8, uid);
        Put(block, 116, 8, gid);
        Put(block, 124, 12, size);
        Put(block, 136, 12, mtime);
        block[156] = (byte)type;
        Put(block, 157, 100, link);
        Put(block, 257, 8, magic);
        Put(block, 329, 8, major);
        Put(block, 337, 8, minor);
        Put(block, 345, 155, prefix);
        change?.Invoke(block);
        return Sealed(block);
    }

    public static byte[] Sealed(byte[] block)
    {
        block.AsSpan(148, 8).Fill((byte)' ');
        int sum = block.Sum(b => b);
        Put(block, 148, 8, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    public static string PaxRecord(string key, string value)
    {
        int rest = Encoding.Latin1.GetByteCount(key) + Encoding.Latin1.GetByteCount(value) + 3;
        int length = rest + 1;
        while (length != rest + length.ToString().Length)
        {
            length = rest + length.ToString().Length;
        }

        return $"{length} {key}={value}\n";
    }

    public RawTar Add(byte[] block)
    {
        bytes.Write(block);
        return this;
    }

    public RawTar Add(string name, char type = '0', string content = "", string link = "", string prefix = "") =>
        Add(Header(name, type, Convert.ToString(Encoding.Latin1.GetByteCount(content), 8), link, prefix: prefix)).Content(content);

    public RawTar Pax(params (string Key, string Value)[] records) => Pax('x', string.Concat(records.Select(r => PaxRecord(r.Key, r.Value))));

    public RawTar Pax(char type, string content) => Add("pax", type, content);

    public RawTar Content(string content)
    {
        byte[] data = Encoding.Latin1.GetBytes(content);
        bytes.Write(data);
        bytes.Write(new byte[(512 - (data.Length % 512)) % 512]);
        return this;
    }

    public byte[] End() => [.. bytes.ToArray(), .. new byte[1024]];

    public byte[] Unended() => bytes.ToArray();

    private static void Put(byte[] block, int offset, int length, string text)
    {
        byte[] data = Encoding.Latin1.GetBytes(text);
        data.AsSpan(0, Math.Min(data.Length, length)).CopyTo(block.AsSpan(offset));
    }
}
