using System.Text.Json;

namespace BuildKit.DotNet;

/// <summary>The file that chooses the SDK, the nearest one above a project.</summary>
internal static class GlobalJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The version of the SDK that it asks for; empty where there is none, or none is asked for.</summary>
    internal static string SdkVersion(string folder) => Find(folder, "sdk", "version");

    /// <summary>What it says that <c>dotnet test</c> runs tests by; empty where there is none, or it says nothing.</summary>
    internal static string TestRunner(string folder) => Find(folder, "test", "runner");

    private static string Find(string folder, string part, string name)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            string path = Path.Combine(at, "global.json");
            if (File.Exists(path))
            {
                return Read(path, part, name);
            }
        }

        return "";
    }

    private static string Read(string path, string part, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.TryGetProperty(part, out JsonElement found) && found.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return ""; // The SDK that was found says itself what is wrong with it.
        }
    }
}
