using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>
/// Identities of steps from the graph alone: definition plus the ids of the inputs. They name steps in exports and events; what is
/// cached goes by <see cref="StepKeys"/>. Steps of equal definition on equal inputs have equal ids, whatever stage they are in.
/// </summary>
public static class StepIds
{
    /// <summary>The id of each step, by its index.</summary>
    public static ImmutableArray<Digest> Of(BuildGraph graph)
    {
        var ids = ImmutableArray.CreateBuilder<Digest>(graph.Steps.Length);
        foreach (Steps.Step step in graph.Steps)
        {
            KeyFrames frames = StepDefinition.Frames(step, reference => ids[reference.Index]);
            ids.Add(frames.AddAll("input", [.. step.Inputs.Select(input => ids[input.Index].ToString())]).ToDigest());
        }

        return ids.MoveToImmutable();
    }
}
