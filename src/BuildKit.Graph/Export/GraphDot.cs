using System.Globalization;
using System.Text;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Graph.Export;

/// <summary>
/// The graph in the language of Graphviz, a cluster for each stage and image: the same graph always gives the same text. The edge to a
/// step's parent is solid, to what it copies or mounts dashed; nodes have the step's id as <c>id</c>.
/// </summary>
public static class GraphDot
{
    /// <summary>The text, ending in a line feed.</summary>
    public static string Write(BuildGraph graph)
    {
        var text = new StringBuilder("digraph buildkit {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        var ids = StepIds.Of(graph);
        int number = 0;
        foreach (GraphCluster cluster in GraphCluster.Of(graph))
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{number++} {{\n    label={Quote(cluster.Title)};\n");
            foreach (int step in cluster.Steps)
            {
                text.Append(CultureInfo.InvariantCulture, $"    s{step} [label={Quote(GraphCluster.Label(graph.Steps[step]))}, id={Quote(ids[step].Hex[..16] + "-" + step)}];\n");
            }

            text.Append("  }\n");
        }

        for (int i = 0; i < graph.Steps.Length; i++)
        {
            StepRef[] inputs = [.. graph.Steps[i].Inputs];
            for (int j = 0; j < inputs.Length; j++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  s{inputs[j].Index} -> s{i}{(j == 0 ? "" : " [style=dashed]")};\n");
            }
        }

        WriteTargets(text, graph);
        return text.Append("}\n").ToString();
    }

    private static void WriteTargets(StringBuilder text, BuildGraph graph)
    {
        int number = 0;
        foreach (ImageTarget image in graph.Targets.OfType<ImageTarget>())
        {
            text.Append(CultureInfo.InvariantCulture, $"  t{number} [label={Quote(image.LocalName)}, shape=box3d];\n");
            foreach (ImageVariant variant in image.Variants)
            {
                text.Append(CultureInfo.InvariantCulture, $"  s{variant.Result.Index} -> t{number} [label={Quote(variant.Platform.ToString())}];\n");
            }

            number++;
        }
    }

    /// <summary>A double-quoted string of the DOT language, where a backslash begins an escape of labels.</summary>
    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
