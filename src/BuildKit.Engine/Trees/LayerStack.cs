using System.Collections.Immutable;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// Decides what a stack of layers shows at one path. Layers below a <em>cut</em> are hidden there: by a whiteout, by a name that is not a
/// folder, or by an opaque folder. A cut holds for everything below the path.
/// </summary>
internal static class LayerStack
{
    /// <summary>What is visible at a path.</summary>
    /// <param name="Layer">The layer whose entry is shown; -1 where there is none.</param>
    /// <param name="Position">The entry's position in that layer.</param>
    /// <param name="Cut">Layers with lower numbers are hidden below this path.</param>
    public readonly record struct Choice(int Layer, int Position, int Cut)
    {
        public bool IsVisible => Layer >= 0;
    }

    /// <summary>Chooses from the layers' positions of one path (negative where a layer lacks it), given the cut of the folder that holds it.</summary>
    public static Choice Choose(ImmutableArray<LayerIndex> layers, ReadOnlySpan<int> positions, int cut)
    {
        int shown = -1;
        bool isSettled = false;
        for (int layer = layers.Length - 1; layer >= cut; layer--)
        {
            int position = positions[layer];
            if (position < 0)
            {
                continue;
            }

            TreeEntryKind kind = layers[layer].KindAt(position);
            if (kind != TreeEntryKind.Directory)
            {
                if (shown < 0 && kind != TreeEntryKind.Whiteout)
                {
                    shown = layer;
                }

                cut = layer;
                break;
            }

            // A folder that an upper layer only implies takes its mode and owner from the first layer below that names it.
            if (shown < 0 || !isSettled)
            {
                bool isImplied = layers[layer].IsImpliedAt(position);
                shown = shown < 0 || !isImplied ? layer : shown;
                isSettled = !isImplied;
            }

            if (layers[layer].IsOpaqueAt(position))
            {
                cut = layer;
                break;
            }
        }

        return new Choice(shown, shown < 0 ? -1 : positions[shown], cut);
    }

    /// <summary>Walks from the root to a path; an invisible choice where it does not exist.</summary>
    public static Choice Walk(ImmutableArray<LayerIndex> layers, LayerPath path)
    {
        Span<int> positions = layers.Length <= 128 ? stackalloc int[layers.Length] : new int[layers.Length];
        ReadOnlySpan<byte> bytes = path.Span;
        Choice choice = At(layers, [], positions, 0);
        for (int end = 0; end < bytes.Length;)
        {
            int slash = bytes[(end + (end == 0 ? 0 : 1))..].IndexOf((byte)'/');
            end = slash < 0 ? bytes.Length : end + (end == 0 ? 0 : 1) + slash;
            choice = At(layers, bytes[..end], positions, choice.Cut);
            bool isFolder = choice.IsVisible && layers[choice.Layer].KindAt(choice.Position) == TreeEntryKind.Directory;
            if (!choice.IsVisible || (!isFolder && end < bytes.Length))
            {
                return new Choice(-1, -1, choice.Cut);
            }
        }

        return choice;
    }

    private static Choice At(ImmutableArray<LayerIndex> layers, ReadOnlySpan<byte> path, Span<int> positions, int cut)
    {
        for (int layer = cut; layer < layers.Length; layer++)
        {
            positions[layer] = layers[layer].PositionOf(path);
        }

        return Choose(layers, positions, cut);
    }
}
