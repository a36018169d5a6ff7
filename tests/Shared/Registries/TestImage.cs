using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Tests.Registries;

/// <summary>Blobs and manifests made up for a test, the same for the same seed.</summary>
public sealed class TestImage
{
    private readonly List<(Descriptor Descriptor, byte[] Bytes)> items = [];

    private TestImage(Descriptor root) => Root = root;

    public Descriptor Root { get; private set; }

    public ImmutableArray<Descriptor> Layers { get; private init; } = [];

    /// <summary>Children before parents.</summary>
    public IReadOnlyList<(Descriptor Descriptor, byte[] Bytes)> Items => items;

    public byte[] BytesOf(Descriptor descriptor) => items.First(item => item.Descriptor.Digest == descriptor.Digest).Bytes;

    public static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static Descriptor Describe(string mediaType, byte[] bytes) => new(mediaType, Digest.Of(bytes), bytes.Length);

    /// <summary>An image whose layers are noise of the given lengths.</summary>
    public static TestImage Create(int seed, Platform platform, params int[] layers)
    {
        List<(Descriptor, byte[])> parts = [.. layers.Select((length, index) => Noise(seed * 100 + index, length)).Select(bytes => (Describe(MediaTypes.OciLayerGzip, bytes), bytes))];
        byte[] config = ImageConfigJson.Write(new ImageConfig(platform, ContainerConfig.Empty, [.. parts.Select(part => Digest.Of([.. part.Item2, 1]))], [], null, null));
        Descriptor configDescriptor = Describe(MediaTypes.OciConfig, config);
        ImmutableArray<Descriptor> descriptors = [.. parts.Select(part => part.Item1)];
        byte[] manifest = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, configDescriptor, descriptors));
        var image = new TestImage(Describe(MediaTypes.OciManifest, manifest)) { Layers = descriptors };
        image.items.AddRange(parts);
        image.items.Add((configDescriptor, config));
        image.items.Add((image.Root, manifest));
        return image;
    }

    /// <summary>An index of images, each with its platform.</summary>
    public static TestImage Index(params (Platform Platform, TestImage Image)[] images)
    {
        byte[] index = ImageIndexJson.Write(new ImageIndex(MediaTypes.OciIndex, [.. images.Select(image => image.Image.Root with { Platform = image.Platform })]));
        var whole = new TestImage(Describe(MediaTypes.OciIndex, index)) { Layers = [.. images.SelectMany(image => image.Image.Layers)] };
        whole.items.AddRange(images.SelectMany(image => image.Image.Items).DistinctBy(item => item.Descriptor.Digest));
        whole.items.Add((whole.Root, index));
        return whole;
    }

    /// <summary>Writes everything into a repository, as a client without <c>ImageCopy</c> would.</summary>
    public async Task WriteToAsync(IImageRepository repository, string? tag, CancellationToken ct)
    {
        foreach ((Descriptor descriptor, byte[] bytes) in items)
        {
            await repository.WriteAsync(descriptor, new MemoryStream(bytes), ct);
        }

        if (tag is not null)
        {
            await repository.TagAsync(Root, tag, ct);
        }
    }
}
