using System.Collections.Immutable;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Store;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Assembly;

/// <summary>Makes images of step results: blobs, configuration with history, manifest, index; puts them in the store and names them.</summary>
internal sealed class ImageAssembler(LocalStore store, BuildGraph graph, BaseExecutor bases, LayerBlobs blobs)
{
    private static readonly DateTimeOffset NoTime = DateTimeOffset.FromUnixTimeSeconds(Graph.Configuration.EffectiveRun.FixedTime);

    /// <summary>Assembles one image with all its platforms and moves its name to it.</summary>
    internal async Task<BuiltImage> AssembleAsync(ImageTarget target, Func<StepRef, StepResult> resultOf, CancellationToken ct)
    {
        var variants = ImmutableArray.CreateBuilder<BuiltVariant>(target.Variants.Length);
        foreach (ImageVariant variant in target.Variants)
        {
            variants.Add(await AssembleAsync(target, variant, resultOf, ct));
        }

        Descriptor root = variants[0].Manifest with { Platform = null };
        if (variants.Count > 1)
        {
            var index = new ImageIndex(MediaTypes.OciIndex, [.. variants.Select(variant => variant.Manifest)]);
            root = await store.WriteBytesAsync(MediaTypes.OciIndex, ImageIndexJson.Write(index), ct);
        }

        string name = target.LocalName + ":latest";
        await store.TagAsync(root, name, ct);
        return new BuiltImage(target, name, root, variants.ToImmutable());
    }

    private async Task<BuiltVariant> AssembleAsync(ImageTarget target, ImageVariant variant, Func<StepRef, StepResult> resultOf, CancellationToken ct)
    {
        StepResult result = resultOf(variant.Result);
        ImmutableArray<StepRef> chain = ChainOf(variant.Result);
        if (graph[chain[0]] is PullStep or LayoutStep)
        {
            await bases.EnsureBlobsAsync(graph[chain[0]], chain[0], result.Layers, ct);
        }

        Layer[] layers = await Task.WhenAll(result.Layers.Select(async layer =>
            new Layer(layer.DiffId, layer.Blob is { } pulled ? pulled with { MediaType = MediaTypes.ToOciLayer(pulled.MediaType) } : await blobs.OfAsync(layer.DiffId))));
        DateTimeOffset created = target.Created ?? NoTime;
        var config = new ImageConfig(
            variant.Platform,
            ImageLabels.AddTo(result.Config, target, result.Image?.Config.Labels),
            result.DiffIds,
            [.. BaseHistory.Of(result.Image), .. HistoryOf(chain, resultOf, created)],
            created,
            Author: null);
        var image = new Image(variant.Platform, config, [.. layers]);
        Descriptor manifest = await image.SaveAsync(store, annotations: null, ct) with { Platform = variant.Platform };
        return new BuiltVariant(
            variant.Platform, manifest, Digest.Of(ImageConfigJson.Write(config)), [.. layers.Select(layer => new BuiltLayer(layer.DiffId, layer.Blob))]);
    }

    // From the base, which has no parent, to the result.
    private ImmutableArray<StepRef> ChainOf(StepRef result)
    {
        var chain = new Stack<StepRef>();
        chain.Push(result);
        while (graph[chain.Peek()].Inputs is [StepRef parent, ..])
        {
            chain.Push(parent);
        }

        return [.. chain];
    }

    private IEnumerable<HistoryEntry> HistoryOf(ImmutableArray<StepRef> chain, Func<StepRef, StepResult> resultOf, DateTimeOffset created)
    {
        for (int i = 1; i < chain.Length; i++)
        {
            bool isEmpty = resultOf(chain[i]).Layers.Length == resultOf(chain[i - 1]).Layers.Length;
            yield return new HistoryEntry(created, graph[chain[i]].Display, null, isEmpty);
        }
    }
}
