using System.Globalization;
using System.Text;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;

namespace BuildKit.Graph.Export;

/// <summary>
/// The graph in the language of Mermaid, a subgraph for each stage and image: the same graph always gives the same text. The edge to a
/// step's parent is solid, to what it copies or mounts dotted.
/// </summary>
public static class GraphMermaid
{
    /// <summary>The text, ending in a line feed.</summary>
    public static string Write(BuildGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        int number = 0;
        foreach (GraphCluster cluster in GraphCluster.Of(graph))
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph c{number++}[\"{Escape(cluster.Title)}\"]\n");
            foreach (int step in cluster.Steps)
            {
                text.Append(CultureInfo.InvariantCulture, $"    s{step}[\"{Escape(GraphCluster.Label(graph.Steps[step]))}\"]\n");
            }

            text.Append("  end\n");
        }

        for (int i = 0; i < graph.Steps.Length; i++)
        {
            StepRef[] inputs = [.. graph.Steps[i].Inputs];
            for (int j = 0; j < inputs.Length; j++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  s{inputs[j].Index} {(j == 0 ? "-->" : "-.->")} s{i}\n");
            }
        }

        number = 0;
        foreach (ImageTarget image in graph.Targets.OfType<ImageTarget>())
        {
            text.Append(CultureInfo.InvariantCulture, $"  t{number}([\"{Escape(image.LocalName)}\"])\n");
            foreach (ImageVariant variant in image.Variants)
            {
                text.Append(CultureInfo.InvariantCulture, $"  s{variant.Result.Index} -->|\"{Escape(variant.Platform.ToString())}\"| t{number}\n");
            }

            number++;
        }

        return text.ToString();
    }

    /// <summary>Mermaid takes entities in quoted text as <c>#35;</c>; everything that could begin markup, HTML or an entity becomes one.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '"' or '#' or '&' or '<' or '>' or '`' or '\\' or '*' or '_' or ';' or '$')
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
