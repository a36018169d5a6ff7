using System.Text.Json;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild;

/// <summary>The images in what <c>buildkit build --metadata-file</c> writes (schemas/metadata.schema.json), as items.</summary>
internal static class ImageMetadata
{
    /// <summary>Reads the file: the name in the Buildfile, with <c>Name</c>, the one in the local store, <c>Digest</c> and <c>References</c>.</summary>
    public static IEnumerable<ITaskItem> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement image in document.RootElement.GetProperty("images").EnumerateArray())
        {
            yield return new PlainItem(image.GetProperty("target").GetString()!, new Dictionary<string, string>
            {
                ["Name"] = image.GetProperty("name").GetString()!,
                ["Digest"] = image.GetProperty("digest").GetString()!,
                ["References"] = string.Join(';', image.GetProperty("references").EnumerateArray().Select(reference => reference.GetString())),
            });
        }
    }
}
