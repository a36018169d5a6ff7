using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Layouts;

/// <summary>
/// Writes the form of <c>docker save</c>: manifest.json, configurations as <c>HEX.json</c>, layers uncompressed as <c>HEX.tar</c> under their diff_ids.
/// A layer that several images share stands once.
/// </summary>
internal static class DockerArchivePacking
{
    /// <summary>A name as Docker keeps it, with its tag.</summary>
    /// <exception cref="BuildKitException">It is no name, or one by digest (BK5032).</exception>
    public static string NameOf(string tag)
    {
        if (!ImageReference.TryParse(tag, out ImageReference? reference) || reference.Digest is not null)
        {
            throw new BuildKitException(
                OciErrorCodes.LayoutUnsupported, $"A docker-archive cannot name an image '{tag}'.", "Give it a name with a tag, such as api:1.2.");
        }

        return (reference with { Tag = reference.Tag ?? "latest" }).ToString();
    }

    public static async Task PackAsync(OciLayout layout, string staging, Stream output, CancellationToken ct)
    {
        ImmutableArray<Descriptor> named = [.. (await layout.ListAsync(ct).ConfigureAwait(false)).Where(d => LayoutNames.Of(d) is not null)];
        SortedDictionary<string, byte[]> configs = new(StringComparer.Ordinal);
        SortedDictionary<string, string> layers = new(StringComparer.Ordinal);
        List<(Image Image, string Config, ImmutableArray<string> Names)> images = [];
        foreach (IGrouping<Digest, Descriptor> group in named.GroupBy(d => d.Digest))
        {
            Image image = await LoadAsync(layout, group.First(), ct).ConfigureAwait(false);
            ImageManifest manifest = (await layout.ReadManifestAsync(group.First(), ct).ConfigureAwait(false)).Manifest
                ?? throw new InvalidOperationException("An image that was loaded has a manifest.");
            string configName = $"{manifest.Config.Digest.Hex}.json";
            configs[configName] = await layout.ReadBytesAsync(manifest.Config, ct).ConfigureAwait(false);
            foreach (Layer layer in image.Layers.Where(l => !layers.ContainsKey(NameOf(l))))
            {
                layers[NameOf(layer)] = await DecompressAsync(layout, layer, staging, ct).ConfigureAwait(false);
            }

            images.Add((image, configName, [.. group.Select(d => LayoutNames.Of(d) ?? "").Order(StringComparer.Ordinal)]));
        }

        await WriteAsync(output, configs, layers, WriteManifest(images), ct).ConfigureAwait(false);
    }

    private static string NameOf(Layer layer) => $"{layer.DiffId.Hex}.tar";

    private static async Task WriteAsync(
        Stream output, SortedDictionary<string, byte[]> configs, SortedDictionary<string, string> layers, byte[] manifest, CancellationToken ct)
    {
        PlainTar tar = new(output);

        // Hexadecimal digits sort before the 'm' of manifest.json.
        foreach (string name in configs.Keys.Concat(layers.Keys).Order(StringComparer.Ordinal))
        {
            await (configs.TryGetValue(name, out byte[]? config) ? tar.AddFileAsync(name, config, ct) : tar.AddFileAsync(name, layers[name], ct)).ConfigureAwait(false);
        }

        await tar.AddFileAsync("manifest.json", manifest, ct).ConfigureAwait(false);
        await tar.CompleteAsync(ct).ConfigureAwait(false);
    }

    private static async Task<Image> LoadAsync(OciLayout layout, Descriptor manifest, CancellationToken ct) =>
        MediaTypes.IsIndex(manifest.MediaType)
            ? throw new BuildKitException(
                OciErrorCodes.LayoutUnsupported,
                $"'{LayoutNames.Of(manifest)}' is an index of several platforms, which a docker-archive cannot hold.",
                "Choose one platform, or write an oci-archive.")
            : await Image.LoadAsync(layout, manifest, ct).ConfigureAwait(false);

    private static async Task<string> DecompressAsync(OciLayout layout, Layer layer, string staging, CancellationToken ct)
    {
        string path = Path.Combine(staging, NameOf(layer));
        await using TemporaryFile file = TemporaryFile.Create(staging, path);
        await using Stream tar = LayerCompression.OpenDecompressed(await layout.OpenReadAsync(layer.Blob, ct).ConfigureAwait(false), null);
        await using DigestingStream digesting = new(file.Stream, leaveOpen: true);
        await tar.CopyToAsync(digesting, 128 * 1024, ct).ConfigureAwait(false);
        if (digesting.GetDigest() != layer.DiffId)
        {
            throw new BuildKitException(
                OciErrorCodes.ImageInconsistent,
                $"Layer {layer.Blob.Digest} is {digesting.GetDigest()} uncompressed, but its image says {layer.DiffId}.",
                "Whoever made the image must make it again.");
        }

        file.Commit(path);
        return path;
    }

    private static byte[] WriteManifest(List<(Image Image, string Config, ImmutableArray<string> Names)> images)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartArray();
            foreach ((Image image, string config, ImmutableArray<string> names) in images)
            {
                json.WriteStartObject();
                json.WriteString("Config", config);
                DescriptorJson.WriteStrings(json, "RepoTags", names);
                DescriptorJson.WriteStrings(json, "Layers", [.. image.Layers.Select(NameOf)]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
