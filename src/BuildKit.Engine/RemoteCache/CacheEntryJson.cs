using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Engine.Cache;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.RemoteCache;

/// <summary>One record of a remote cache as JSON.</summary>
internal static class CacheEntryJson
{
    internal static void Write(Utf8JsonWriter json, CacheEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("key", entry.Record.Key.ToString());
        if (entry is { Record.Layer: { } layer, Blob: { } blob })
        {
            json.WriteString("layer", layer.ToString());
            json.WriteNumber("bytes", entry.Record.LayerBytes);
            WriteBlob(json, blob);
            json.WriteString("compressor", entry.Compressor);
        }

        KeyFramesJson.Write(json, entry.Record.Frames);
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, CacheTree tree)
    {
        json.WriteStartObject();
        json.WriteString("layer", tree.Layer.ToString());
        WriteBlob(json, tree.Blob);
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, CacheFolder folder)
    {
        json.WriteStartObject();
        json.WriteString("id", folder.Id);
        json.WriteString("owner", folder.Owner);
        json.WriteString("content", folder.Content.ToString());
        WriteBlob(json, folder.Blob);
        json.WriteEndObject();
    }

    /// <summary>Reads a cache mount's content.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static CacheFolder ReadFolder(JsonElement json) => new(
        json.GetProperty("id").GetString() ?? "", json.GetProperty("owner").GetString() ?? "", Digest.Parse(json.GetProperty("content").GetString() ?? ""),
        ReadBlob(json.GetProperty("blob"), type => type.Length > 0));

    /// <summary>Reads an index's place.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static CacheTree ReadTree(JsonElement json) =>
        new(Digest.Parse(json.GetProperty("layer").GetString() ?? ""), ReadBlob(json.GetProperty("blob"), type => type.Length > 0));

    /// <summary>Reads a record; its frames must be what its key is the digest of, so that no record stands for another step.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static CacheEntry Read(JsonElement json)
    {
        Digest key = Digest.Parse(json.GetProperty("key").GetString() ?? "");
        ImmutableArray<KeyFrame> frames = KeyFramesJson.Read(json);
        if (KeyFrames.Of(frames).ToDigest() != key)
        {
            throw new FormatException($"the frames of {key} are of another key");
        }

        if (!json.TryGetProperty("layer", out JsonElement layer))
        {
            return new CacheEntry(new StepRecord(key, null, 0, frames), null, null);
        }

        Descriptor blob = ReadBlob(json.GetProperty("blob"), CacheTypes.IsLayer);
        var record = new StepRecord(key, Digest.Parse(layer.GetString() ?? ""), json.GetProperty("bytes").GetInt64(), frames);
        return new CacheEntry(record, blob, json.GetProperty("compressor").GetString());
    }

    private static void WriteBlob(Utf8JsonWriter json, Descriptor blob)
    {
        json.WriteStartObject("blob");
        json.WriteString("mediaType", blob.MediaType);
        json.WriteString("digest", blob.Digest.ToString());
        json.WriteNumber("size", blob.Size);
        json.WriteEndObject();
    }

    private static Descriptor ReadBlob(JsonElement json, Func<string, bool> isType)
    {
        var blob = new Descriptor(json.GetProperty("mediaType").GetString() ?? "", Digest.Parse(json.GetProperty("digest").GetString() ?? ""), json.GetProperty("size").GetInt64());
        return isType(blob.MediaType) && blob.Size >= 0 ? blob : throw new FormatException($"the blob {blob.Digest} is of the wrong type");
    }
}
