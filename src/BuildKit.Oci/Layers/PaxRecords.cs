using System.Text;

namespace BuildKit.Oci.Layers;

/// <summary>
/// The records of one PAX header (POSIX.1-2017, pax, "pax Extended Header"), <c>length key=value\n</c> each. Of two for one key the
/// later counts, but for the old sparse form's pairs, which repeat.
/// </summary>
internal sealed class PaxRecords
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> values = new(StringComparer.Ordinal);

    /// <summary>Offsets and lengths of <c>GNU.sparse.offset</c> and <c>GNU.sparse.numbytes</c>, in their order.</summary>
    public List<ReadOnlyMemory<byte>> SparsePairs { get; } = [];

    /// <summary>All records, in no order.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Values => values;

    /// <summary>Reads the content of a PAX header, which is kept.</summary>
    public static PaxRecords Read(ReadOnlyMemory<byte> content, string where)
    {
        PaxRecords records = new();
        while (!content.IsEmpty)
        {
            int space = content.Span[..Math.Min(content.Length, 12)].IndexOf((byte)' ');
            if (space <= 0 || !TarNumber.TryReadDecimal(content.Span[..space], out long length) || length <= space + 2 || length > content.Length)
            {
                throw LayerErrors.Malformed(where, "a PAX record's length is wrong");
            }

            ReadOnlyMemory<byte> record = content[(space + 1)..(int)length];
            content = content[(int)length..];
            int equals = record.Span.IndexOf((byte)'=');
            if (equals <= 0 || record.Span[^1] != '\n' || record.Span[..equals].Contains((byte)0))
            {
                throw LayerErrors.Malformed(where, "a PAX record has no key or no end");
            }

            records.Add(Encoding.UTF8.GetString(record.Span[..equals]), record[(equals + 1)..^1]);
        }

        return records;
    }

    /// <summary>The value for a key; an empty value takes a global one back and counts as none.</summary>
    public bool TryGet(string key, out ReadOnlyMemory<byte> value) => values.TryGetValue(key, out value) && !value.IsEmpty;

    /// <summary>Whether the record is there, even empty.</summary>
    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>These records under others: what the others say counts.</summary>
    public PaxRecords Under(PaxRecords? local)
    {
        if (local is null || values.Count == 0)
        {
            return local ?? this;
        }

        foreach ((string key, ReadOnlyMemory<byte> value) in values)
        {
            local.values.TryAdd(key, value);
        }

        return local;
    }

    private void Add(string key, ReadOnlyMemory<byte> value)
    {
        if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes")
        {
            // The pairs must alternate, beginning with an offset; a lone one shows as an odd count or a wrong map.
            SparsePairs.Add(value);
            return;
        }

        values[key] = value;
    }
}
