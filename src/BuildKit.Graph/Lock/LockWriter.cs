using System.Buffers;
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
            WriteDownloads(json, file);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteDownloads(Utf8JsonWriter json, LockFile file)
    {
        if (file.Downloads.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("downloads");
        foreach ((string url, Digest content) in file.Downloads)
        {
            json.WriteString(url, content.ToString());
        }

        json.WriteEndObject();
    }
}
