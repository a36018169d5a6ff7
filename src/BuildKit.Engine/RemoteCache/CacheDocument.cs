using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.RemoteCache;

/// <summary>The records of a remote cache as bytes that depend on them alone (schemas/cache.schema.json), compressed.</summary>
internal static class CacheDocument
{
    private const int Version = 1;

    // Nothing here is put into HTML, and commands are full of '<', '>' and '&'.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As many of the records as a cache may hold, from the first on.</summary>
    internal static ImmutableArray<CacheEntry> Bound(IEnumerable<CacheEntry> entries)
    {
        var kept = ImmutableArray.CreateBuilder<CacheEntry>();
        long total = 0;
        foreach (CacheEntry entry in entries)
        {
            int size = SizeOf(entry);
            if (kept.Count == CacheTypes.MostRecords || total + size > CacheTypes.LargestDocument - 1024)
            {
                break;
            }

            if (size <= CacheTypes.LargestRecord)
            {
                kept.Add(entry);
                total += size + 1;
            }
        }

        return kept.ToImmutable();
    }

    internal static async Task<byte[]> WriteAsync(CacheContent content, CancellationToken ct)
    {
        using var json = new MemoryStream(ToJson(content), writable: false);
        using var compressed = new MemoryStream();
        await LayerCompression.CompressAsync(json, compressed, LayerFormat.Gzip, ct);
        return compressed.ToArray();
    }

    /// <summary>Reads the records.</summary>
    /// <exception cref="BuildKitException">It is no such document (BK4232), of a newer format (BK4234), or too large (BK5023).</exception>
    internal static async Task<CacheContent> ReadAsync(byte[] compressed, string where, CancellationToken ct)
    {
        try
        {
            await using Stream json = LayerCompression.OpenDecompressed(new MemoryStream(compressed, writable: false), CacheTypes.LargestDocument);
            using JsonDocument document = await JsonDocument.ParseAsync(json, default, ct);
            if (document.RootElement.GetProperty("version").GetInt32() > Version)
            {
                throw CacheFailures.TooNew(where);
            }

            return new CacheContent(
                null,
                [.. document.RootElement.GetProperty("records").EnumerateArray().Select(CacheEntryJson.Read).DistinctBy(entry => entry.Record.Key)],
                [.. document.RootElement.GetProperty("trees").EnumerateArray().Select(CacheEntryJson.ReadTree).DistinctBy(tree => tree.Layer)])
            {
                Folders = document.RootElement.TryGetProperty("folders", out JsonElement folders)
                    ? [.. folders.EnumerateArray().Select(CacheEntryJson.ReadFolder).DistinctBy(folder => folder.Key)]
                    : [],
            };
        }
        catch (Exception exception) when (exception
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw CacheFailures.Damaged(where, exception.Message, exception);
        }
    }

    /// <summary>The document before it is compressed.</summary>
    internal static byte[] ToJson(CacheContent content) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("records");
        foreach (CacheEntry entry in content.Entries)
        {
            CacheEntryJson.Write(json, entry);
        }

        json.WriteEndArray();
        json.WriteStartArray("trees");
        foreach (CacheTree tree in content.Trees)
        {
            CacheEntryJson.Write(json, tree);
        }

        json.WriteEndArray();
        if (!content.Folders.IsEmpty)
        {
            json.WriteStartArray("folders");
            foreach (CacheFolder folder in content.Folders)
            {
                CacheEntryJson.Write(json, folder);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    private static int SizeOf(CacheEntry entry) => Write(json => CacheEntryJson.Write(json, entry)).Length;

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
