using System.Collections.Immutable;
using System.Text;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>What a step gives: a root filesystem and how a container of it starts.</summary>
internal sealed class StepResult
{
    private static readonly Digest NoLayer = Digest.Of([]);

    private readonly SnapshotStore snapshots;
    private readonly Lazy<MergedTree> tree;

    private StepResult(SnapshotStore snapshots, string name, ImmutableArray<RootLayer> layers, ContainerConfig config, ImageConfig? image)
    {
        this.snapshots = snapshots;
        Name = name;
        Layers = layers;
        Config = config;
        Image = image;
        DiffIds = [.. layers.Select(layer => layer.DiffId)];
        Chain = DiffIds.Aggregate(NoLayer, Next);
        tree = new Lazy<MergedTree>(() => snapshots.OpenTree(DiffIds, name));
    }

    // Steps come by the thousand, so one more layer costs what that layer costs.
    private StepResult(StepResult below, string name, Digest? layer, ContainerConfig config)
    {
        snapshots = below.snapshots;
        Name = name;
        Config = config;
        Image = below.Image;
        if (layer is not { } diffId)
        {
            (Layers, DiffIds, Chain) = (below.Layers, below.DiffIds, below.Chain);
            tree = new Lazy<MergedTree>(() => new MergedTree(below.Tree.Layers, name));
            return;
        }

        Layers = below.Layers.Add(new RootLayer(diffId, null));
        DiffIds = below.DiffIds.Add(diffId);
        Chain = Next(below.Chain, diffId);
        tree = new Lazy<MergedTree>(() => below.tree.IsValueCreated ? new MergedTree(below.Tree.Layers.Add(snapshots.OpenIndex(diffId)), name) : snapshots.OpenTree(DiffIds, name));
    }

    /// <summary>What messages call the tree.</summary>
    internal string Name { get; }

    /// <summary>The lowest first.</summary>
    internal ImmutableArray<RootLayer> Layers { get; }

    /// <summary>The identity of the root filesystem, the lowest layer first.</summary>
    internal ImmutableArray<Digest> DiffIds { get; }

    /// <summary>The same in one digest: the ChainID of OCI image-spec, config.md; without layers, the digest of nothing.</summary>
    internal Digest Chain { get; }

    /// <summary>How a container starts.</summary>
    internal ContainerConfig Config { get; }

    /// <summary>The configuration of the base that everything stands on; null on scratch.</summary>
    internal ImageConfig? Image { get; }

    /// <summary>The files; opened when it is first asked for, from the layers' indexes only.</summary>
    internal MergedTree Tree => tree.Value;

    /// <summary>The empty root filesystem.</summary>
    internal static StepResult Scratch(SnapshotStore snapshots) => new(snapshots, "scratch", [], ContainerConfig.Empty, null);

    /// <summary>An image as a base.</summary>
    internal static StepResult Of(SnapshotStore snapshots, string name, ImmutableArray<RootLayer> layers, ImageConfig image) =>
        new(snapshots, name, layers, image.Config, image);

    /// <summary>The result with one more layer, where the step gave one, and the configuration after the step.</summary>
    internal StepResult Append(string name, Digest? layer, ContainerConfig config) =>
        layer is null && ReferenceEquals(config, Config) ? this : new StepResult(this, name, layer, config);

    private static Digest Next(Digest chain, Digest layer) => chain == NoLayer ? layer : Digest.Of(Encoding.ASCII.GetBytes($"{chain} {layer}"));
}
