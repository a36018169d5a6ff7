using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Lock;

/// <summary>The text of a lock file.</summary>
internal static class LockWriter
{
    // Line ends must not depend on the operating system; '+' and '/' of names stay readable.
    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(LockFile file)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", LockFile.FormatVersion);
            json.WriteStartObject("images");
            foreach ((string reference, var platforms) in file.Images)
            {
                json.WriteStartObject(reference);
                foreach ((string platform, LockedImage image) in platforms)
                {
                    json.WriteStartObject(platform);
                    json.WriteString("manifest", image.Manifest.ToString());
                    if (image.Index is { } index)
                    {
                        json.WriteString("index", index.ToString());
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            WriteDigests(json, "downloads", file.Downloads);
            WriteCheckouts(json, file);
            WriteDigests(json, "fetches", file.Fetches);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteCheckouts(Utf8JsonWriter json, LockFile file)
    {
        if (file.Checkouts.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("checkouts");
        foreach ((string url, var references) in file.Checkouts)
        {
            json.WriteStartObject(url);
            foreach ((string reference, string commit) in references)
            {
                json.WriteString(reference, commit);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDigests(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, Digest> digests)
    {
        if (digests.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach ((string url, Digest digest) in digests)
        {
            json.WriteString(url, digest.ToString());
        }

        json.WriteEndObject();
    }
}
