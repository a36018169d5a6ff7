using System.Collections.Immutable;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Images;
using BuildKit.Cli.Metadata;
using BuildKit.Cli.Progress;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Store;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layouts;
using BuildKit.Oci.Registry;

namespace BuildKit.Cli.Building;

/// <summary>Names, writes and pushes built images, then writes the metadata file: it says only what has happened.</summary>
internal sealed class ImageDelivery(CommandHost host, RegistryClient registries, IBuildProgress progress)
{
    /// <summary>Carries out a plan.</summary>
    public async Task DeliverAsync(DeliveryPlan plan, BuildGraph graph, ImmutableArray<BuiltImage> images, CancellationToken ct)
    {
        foreach (BuiltImage image in images)
        {
            foreach (ImageTag tag in plan.TagsOf(image.Target, images.Length))
            {
                string name = ImageNames.Local(tag.Reference);
                await host.Store.TagAsync(image.Manifest, name, ct).ConfigureAwait(false);
                progress.Delivered(new DeliveredImage("tagged", name, image.Manifest.Digest, 0));
            }
        }

        if (plan.Output is { } location)
        {
            await WriteAsync(plan, images, location, ct).ConfigureAwait(false);
        }

        ILookup<string, string> pushed = plan.Push ? await PushAsync(plan, graph, images, ct).ConfigureAwait(false) : Array.Empty<string>().ToLookup(_ => "");
        if (plan.MetadataFile is { } file)
        {
            await AtomicFile.WriteAsync(file, MetadataDocument.Write(images, pushed), ct).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(DeliveryPlan plan, ImmutableArray<BuiltImage> images, ImageLocation location, CancellationToken ct)
    {
        // Under the names that the user gave, where there are some.
        LocalImage[] named =
        [
            .. images.Select(image => new LocalImage(
                plan.TagsOf(image.Target, images.Length).Select(tag => ImageNames.Local(tag.Reference)).FirstOrDefault(image.Name), image.Manifest)),
        ];
        await ImageOutput.WriteAsync(host.Store, named, location, ct).ConfigureAwait(false);
        foreach (LocalImage image in named)
        {
            progress.Delivered(new DeliveredImage("written", location.ToString(), image.Manifest.Digest, 0));
        }
    }

    private async Task<ILookup<string, string>> PushAsync(DeliveryPlan plan, BuildGraph graph, ImmutableArray<BuiltImage> images, CancellationToken ct)
    {
        // The registry may hold the bases' layers in another repository, from where it takes them without a transfer.
        ImageReference[] bases = [.. graph.Steps.OfType<PullStep>().Select(step => step.Reference)];
        var pushed = new List<(string Target, string Reference)>();
        foreach (BuiltImage image in images)
        {
            foreach (ImageTag tag in plan.TagsOf(image.Target, images.Length).Where(tag => tag.Reference.Registry is not null))
            {
                CopyResult result = await ImageTransfer.PushAsync(host.Store, registries, image.Manifest, tag.Reference, bases, null, ct).ConfigureAwait(false);
                string name = ImageNames.Local(tag.Reference);
                pushed.Add((image.Target.Name, name));
                progress.Delivered(new DeliveredImage("pushed", name, result.Root.Digest, result.MovedBytes));
            }
        }

        return pushed.ToLookup(pair => pair.Target, pair => pair.Reference, StringComparer.Ordinal);
    }
}
