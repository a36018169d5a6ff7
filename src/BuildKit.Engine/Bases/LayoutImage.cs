using System.Collections.Immutable;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;

namespace BuildKit.Engine.Bases;

/// <summary>The one image that <c>Oci("path:tag")</c> means.</summary>
public static class LayoutImage
{
    /// <summary>Reads the manifest's digest and the configuration for a platform.</summary>
    /// <exception cref="BuildKitException">There is no layout, or no such image, or several without a tag to tell them apart.</exception>
    public static async Task<BaseImage> ReadAsync(string path, string? tag, Platform platform, CancellationToken ct)
    {
        await using IImageSource source = await OpenAsync(path, ct);
        Descriptor descriptor = await FindAsync(source, tag, platform, ct);
        ManifestDocument document = await source.ReadManifestAsync(descriptor, ct);
        ImageManifest manifest = document.Manifest ?? throw new BuildKitException(
            OciErrorCodes.LayoutInvalid, $"{source.DisplayName} names an index inside an index.", "Write the layout again with the tool that made it.");
        ImageConfig config = await source.ReadConfigAsync(manifest.Config, ct);
        if (descriptor.Platform is not { } named || !PlatformSelector.RunsOn(named, platform))
        {
            BaseDocuments.CheckPlatform(new PulledBase(descriptor, manifest, config), platform, source.DisplayName);
        }

        return new BaseImage(descriptor.Digest, config);
    }

    /// <summary>Opens the layout or archive, whichever form it has.</summary>
    /// <exception cref="BuildKitException">There is none (BK5030).</exception>
    internal static async Task<IImageSource> OpenAsync(string path, CancellationToken ct) => await (await ImageLocation.RecognizeAsync(path, ct)).OpenAsync(ct);

    /// <summary>The manifest for a platform.</summary>
    /// <exception cref="BuildKitException">There is no such image, or several without a tag to tell them apart.</exception>
    internal static async Task<Descriptor> FindAsync(IImageSource source, string? tag, Platform platform, CancellationToken ct)
    {
        Descriptor root;
        if (tag is not null)
        {
            root = await source.ResolveAsync(tag, ct) ?? throw Missing(source, $"no image '{tag}'");
        }
        else
        {
            ImmutableArray<Descriptor> all = await source.ListAsync(ct);
            root = all.Length == 1 ? all[0] : throw Missing(source, all.IsEmpty ? "no image" : $"{all.Length} images");
        }

        if (!MediaTypes.IsIndex(root.MediaType))
        {
            return root;
        }

        ManifestDocument document = await source.ReadManifestAsync(root, ct);
        return document.Index is { } index ? PlatformSelector.Select(index, platform, source.DisplayName) : root;
    }

    private static BuildKitException Missing(IImageSource source, string what) => new(
        OciErrorCodes.LayoutMissing, $"{source.DisplayName} holds {what}.", "Name one of its images behind the path: Oci(\"path:tag\").");
}
