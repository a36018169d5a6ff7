using System.Text.Json;

namespace BuildKit.DotNet;

/// <summary>The file that chooses the SDK, the nearest one above a project.</summary>
internal static class GlobalJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The version of the SDK that it asks for; empty where there is none, or none is asked for.</summary>
    internal static string SdkVersion(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            string path = Path.Combine(at, "global.json");
            if (File.Exists(path))
            {
                return Version(path);
            }
        }

        return "";
    }

    private static string Version(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.TryGetProperty("sdk", out JsonElement sdk) && sdk.TryGetProperty("version", out JsonElement version) ? version.GetString() ?? "" : "";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return ""; // The SDK that was found says itself what is wrong with it.
        }
    }
}
