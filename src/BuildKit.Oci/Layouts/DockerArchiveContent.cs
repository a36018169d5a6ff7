using System.Collections.Immutable;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>What a Docker archive's manifest.json says, as OCI documents.</summary>
/// <param name="Images">The manifests, once for each name.</param>
/// <param name="Documents">Manifests and configurations by digest.</param>
/// <param name="Layers">The names of the layers' files by digest.</param>
internal sealed record DockerArchiveContent(
    ImmutableArray<Descriptor> Images, IReadOnlyDictionary<Digest, byte[]> Documents, IReadOnlyDictionary<Digest, string> Layers)
{
    private const string Manifest = "manifest.json";

    public static async Task<DockerArchiveContent> ReadAsync(TarFileIndex archive, string path, CancellationToken ct)
    {
        if (archive.SizeOf(Manifest) is null)
        {
            throw LayoutFiles.Missing(path, "no archive of docker save: it has no file 'manifest.json'");
        }

        List<Descriptor> images = [];
        Dictionary<Digest, byte[]> documents = [];
        Dictionary<Digest, string> layers = [];
        byte[] manifest = await archive.ReadAsync(Manifest, ct).ConfigureAwait(false);
        foreach (JsonFields entry in JsonFields.ParseArray(manifest, $"'{Manifest}' in '{path}'"))
        {
            byte[] config = await archive.ReadAsync(entry.RequiredString("Config"), ct).ConfigureAwait(false);
            Descriptor configBlob = new(MediaTypes.OciConfig, Digest.Of(config), config.Length);
            ImageConfig parsed = ImageConfigJson.Read(config, $"'{entry.RequiredString("Config")}' in '{path}'");
            ImmutableArray<string> files = entry.Strings("Layers") ?? [];
            if (files.Length != parsed.DiffIds.Length)
            {
                throw entry.Invalid("Layers", $"names {files.Length} files, but the configuration {parsed.DiffIds.Length} layers");
            }

            List<Descriptor> blobs = [];
            foreach ((string file, Digest diffId) in files.Zip(parsed.DiffIds))
            {
                Descriptor blob = await DescribeAsync(archive, file, diffId, ct).ConfigureAwait(false);
                layers[blob.Digest] = file;
                blobs.Add(blob);
            }

            byte[] image = ImageManifestJson.Write(new ImageManifest(MediaTypes.OciManifest, configBlob, [.. blobs]));
            Descriptor descriptor = new(MediaTypes.OciManifest, Digest.Of(image), image.Length) { Platform = parsed.Platform };
            documents[configBlob.Digest] = config;
            documents[descriptor.Digest] = image;
            ImmutableArray<string> names = entry.Strings("RepoTags") ?? [];
            images.AddRange(names.IsEmpty ? [descriptor] : names.Select(name => LayoutNames.Named(descriptor, name)));
        }

        return new DockerArchiveContent([.. images], documents, layers);
    }

    /// <summary>A layer lies uncompressed, with its diff_id as digest, or, as some tools write it, compressed under a digest that only its bytes say.</summary>
    private static async Task<Descriptor> DescribeAsync(TarFileIndex archive, string file, Digest diffId, CancellationToken ct)
    {
        await using Stream stream = archive.OpenRead(file);
        byte[] magic = new byte[4];
        int length = await stream.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        bool isGzip = length == magic.Length && magic.AsSpan().StartsWith<byte>([0x1f, 0x8b]);
        bool isZstd = length == magic.Length && magic.AsSpan().SequenceEqual<byte>([0x28, 0xb5, 0x2f, 0xfd]);
        if (!isGzip && !isZstd)
        {
            return new Descriptor(MediaTypes.OciLayerTar, diffId, stream.Length);
        }

        await using DigestingStream whole = new(archive.OpenRead(file), leaveOpen: false);
        await whole.CopyToAsync(Stream.Null, ct).ConfigureAwait(false);
        return new Descriptor(isGzip ? MediaTypes.OciLayerGzip : MediaTypes.OciLayerZstd, whole.GetDigest(), whole.Count);
    }
}
