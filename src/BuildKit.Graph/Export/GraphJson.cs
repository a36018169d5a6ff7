using System.Text;

namespace BuildKit.Graph.Export;

/// <summary>The graph as JSON (schemas/graph.schema.json): the same graph always gives the same bytes.</summary>
public static class GraphJson
{
    /// <summary>The document, indented, ending in a line feed.</summary>
    public static string Write(BuildGraph graph) => throw new NotSupportedException();
}
