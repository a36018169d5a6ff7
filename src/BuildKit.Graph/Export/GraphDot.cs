namespace BuildKit.Graph.Export;

/// <summary>The graph in the language of Graphviz, a cluster for each stage and image: the same graph always gives the same text.</summary>
public static class GraphDot
{
    /// <summary>The text, ending in a line feed.</summary>
    public static string Write(BuildGraph graph) => throw new NotSupportedException();
}
