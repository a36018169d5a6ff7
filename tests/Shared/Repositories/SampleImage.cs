using System.Collections.Immutable;
using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Tests.Repositories;

/// <summary>A small whole image of two layers, made with the real writers.</summary>
internal static class SampleImage
{
    public static Platform Platform { get; } = new("linux", "amd64");

    /// <summary>Writes an image into a store and returns its manifest.</summary>
    /// <param name="text">What its second layer says; other texts give other images with the same first layer.</param>
    public static async Task<Descriptor> WriteAsync(IContentStore store, string text, CancellationToken ct)
    {
        Image image = Image.Scratch(Platform);
        image = image.Append(await LayerAsync(store, "etc/base", "the base", ct), new HistoryEntry(DateTimeOffset.UnixEpoch, "base", null, false));
        image = image.Append(null, new HistoryEntry(DateTimeOffset.UnixEpoch, "Env(\"A\", \"b\")", null, true));
        image = image.Append(await LayerAsync(store, "etc/text", text, ct), new HistoryEntry(DateTimeOffset.UnixEpoch, "Write <&>", null, false));
        image = image with
        {
            Config = image.Config with
            {
                Created = DateTimeOffset.UnixEpoch,
                Config = ContainerConfig.Empty with { Env = [new("A", "b")], Entrypoint = ["/bin/sh"], WorkingDir = "/etc", User = "0:0" },
            },
        };
        return await image.SaveAsync(store, null, ct);
    }

    /// <summary>Writes an index of two platforms and returns it.</summary>
    public static async Task<Descriptor> WriteIndexAsync(IContentStore store, CancellationToken ct)
    {
        Descriptor amd64 = await WriteAsync(store, "amd64", ct);
        Image other = await Image.LoadAsync(store, amd64, ct);
        Platform arm = new("linux", "arm64", "v8");
        Descriptor arm64 = await (other with { Platform = arm, Config = other.Config with { Platform = arm } }).SaveAsync(store, null, ct);
        ImageIndex index = new(MediaTypes.OciIndex, [amd64, arm64]);
        return await store.WriteBytesAsync(MediaTypes.OciIndex, ImageIndexJson.Write(index), ct);
    }

    /// <summary>Writes an artifact that refers to a manifest.</summary>
    public static async Task<Descriptor> WriteReferrerAsync(IContentStore store, Descriptor subject, string artifactType, CancellationToken ct)
    {
        Descriptor empty = await store.WriteBytesAsync(MediaTypes.OciEmpty, "{}"u8.ToArray(), ct);
        ImageManifest manifest = new(MediaTypes.OciManifest, empty, [empty])
        {
            ArtifactType = artifactType,
            Subject = new Descriptor(subject.MediaType, subject.Digest, subject.Size),
        };
        return await store.WriteBytesAsync(MediaTypes.OciManifest, ImageManifestJson.Write(manifest), ct);
    }

    /// <summary>Writes a layer of one file.</summary>
    public static async Task<Layer> LayerAsync(IContentStore store, string path, string content, CancellationToken ct)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        MemoryStream tar = new();
        LayerWriter writer = new(tar);
        LayerPath file = LayerPath.Parse(path);
        await writer.WriteAsync(new LayerEntry { Kind = LayerEntryKind.Directory, Path = file.Parent, Mode = 0x1ed }, null, ct);
        await writer.WriteAsync(new LayerEntry { Kind = LayerEntryKind.File, Path = file, Mode = 0x1a4, Size = bytes.Length }, new MemoryStream(bytes), ct);
        await writer.CompleteAsync(ct);
        MemoryStream compressed = new();
        tar.Position = 0;
        await LayerCompression.CompressAsync(tar, compressed, LayerFormat.Gzip, ct);
        return new Layer(Digest.Of(tar.ToArray()), await store.WriteBytesAsync(MediaTypes.OciLayerGzip, compressed.ToArray(), ct));
    }
}
