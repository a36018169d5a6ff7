using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;
using BuildKit.Tests.Repositories;

namespace BuildKit.Cli.Tests.Processes;

/// <summary>Bases of <c>team/base</c> at a registry.</summary>
internal static class SampleBases
{
    /// <summary>Moves a tag to an image with a text in it, for linux/amd64; gives its manifest's digest.</summary>
    public static async Task<Digest> TagAsync(RegistryProcess registry, string tag, string text)
    {
        using var client = new RegistryClient(RegistryOptions.Default);
        IImageRepository repository = client.Repository(new ImageReference(registry.Host, "team/base", null, null));
        Descriptor image = await SampleImage.WriteAsync(repository, text, TestContext.Current.CancellationToken);
        await repository.TagAsync(image, tag, TestContext.Current.CancellationToken);
        return image.Digest;
    }
}
