using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>
/// The last key that was seen at each place of a Buildfile (stage or image, platform, number in it), or the manifest of a base, so that a step
/// that must run can say what differs from the last time. Read in one go, written in one go.
/// </summary>
internal sealed class StepPlaces
{
    private readonly StoreIndex index;
    private readonly string space;
    private readonly ImmutableArray<string> places;
    private readonly Dictionary<string, Digest> last = [];
    private readonly Dictionary<string, Digest> changed = [];
    private readonly Lock gate = new();

    /// <summary>Reads what is known of a Buildfile.</summary>
    /// <param name="buildfileDirectory">Its folder; the same Buildfile elsewhere is another.</param>
    internal StepPlaces(StoreIndex index, BuildGraph graph, string buildfileDirectory)
    {
        this.index = index;
        space = "place:" + buildfileDirectory;
        places = Name(graph);
        foreach ((byte[] place, byte[] key) in index.GetAll(space))
        {
            if (Digest.TryParse(Encoding.UTF8.GetString(key), out Digest digest))
            {
                last[Encoding.UTF8.GetString(place)] = digest;
            }
        }
    }

    /// <summary>The key that the step's place had in the last build; null where there was none.</summary>
    internal Digest? LastKeyOf(StepRef step) => last.TryGetValue(places[step.Index], out Digest key) ? key : null;

    /// <summary>Notes the key of this build.</summary>
    internal void Note(StepRef step, Digest key)
    {
        if (LastKeyOf(step) != key)
        {
            lock (gate)
            {
                changed[places[step.Index]] = key;
            }
        }
    }

    /// <summary>Keeps what was noted; writes nothing where every key was the same.</summary>
    internal void Save() =>
        index.PutAll(
            space,
            [.. changed.Select(entry => new KeyValuePair<byte[], byte[]>(Encoding.UTF8.GetBytes(entry.Key), Encoding.UTF8.GetBytes(entry.Value.ToString())))]);

    private static ImmutableArray<string> Name(BuildGraph graph)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>(graph.Steps.Length);
        foreach (Step step in graph.Steps)
        {
            string scope = $"{step.Scope} {step.Platform}";
            counts[scope] = counts.GetValueOrDefault(scope) + 1;
            names.Add($"{scope} {counts[scope].ToString(CultureInfo.InvariantCulture)}");
        }

        return names.MoveToImmutable();
    }
}
