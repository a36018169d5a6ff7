using System.Collections.Immutable;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>Merges the entries below one folder of several layers into the visible ones, in byte order.</summary>
internal sealed class LayerMerge
{
    private readonly ImmutableArray<LayerIndex> layers;
    private readonly LayerPath folder;
    private readonly int[] next;
    private readonly int[] end;

    // Byte order is not depth first (a, a-b, a/b), so the cut of every folder met is kept and not a stack of them.
    private readonly Dictionary<LayerPath, int> cuts = [];

    public LayerMerge(ImmutableArray<LayerIndex> layers, LayerPath folder, int cut)
    {
        this.layers = layers;
        this.folder = folder;
        next = new int[layers.Length];
        end = new int[layers.Length];
        cuts[folder] = cut;
        for (int layer = 0; layer < layers.Length; layer++)
        {
            (next[layer], end[layer]) = Range(layers[layer]);
        }
    }

    public IEnumerable<TreeEntry> Entries()
    {
        var positions = new int[layers.Length];
        while (Lowest() is { } path)
        {
            bool hasFolder = false;
            for (int layer = 0; layer < layers.Length; layer++)
            {
                bool isHere = next[layer] < end[layer] && layers[layer].PathAt(next[layer]) == path;
                positions[layer] = isHere ? next[layer]++ : -1;
                hasFolder |= isHere && layers[layer].KindAt(positions[layer]) == TreeEntryKind.Directory;
            }

            LayerStack.Choice choice = LayerStack.Choose(layers, positions, cuts[path.Parent]);
            if (hasFolder)
            {
                cuts[path] = choice.Cut;
            }

            if (choice.IsVisible)
            {
                yield return layers[choice.Layer][choice.Position];
            }
        }
    }

    private LayerPath? Lowest()
    {
        LayerPath? lowest = null;
        for (int layer = 0; layer < layers.Length; layer++)
        {
            if (next[layer] < end[layer] && layers[layer].PathAt(next[layer]) is var path && (lowest is null || path < lowest))
            {
                lowest = path;
            }
        }

        return lowest;
    }

    private (int Start, int End) Range(LayerIndex layer)
    {
        if (folder.IsRoot)
        {
            int root = layer.PositionOf(folder);
            return (root < 0 ? 0 : 1, layer.Count);
        }

        // Everything below "a" lies between "a/" and "a0", the byte after the slash.
        byte[] bound = [.. folder.Span, (byte)'/'];
        int start = ~layer.PositionOf(bound);
        bound[^1]++;
        int finish = layer.PositionOf(bound);
        return (start, finish < 0 ? ~finish : finish);
    }
}
