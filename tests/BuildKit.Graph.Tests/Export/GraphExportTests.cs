using BuildKit.Graph.Export;
using BuildKit.Graph.Tests.Evaluation;

namespace BuildKit.Graph.Tests.Export;

public sealed class GraphExportTests
{
    private static string Baseline(string name) => File.ReadAllText(Path.Combine(BaselineTests.Folder(), name, "main.graph"));

    [Theory]
    [InlineData("webapi")]
    [InlineData("matrix")]
    [InlineData("every_step")]
    public void The_JSON_follows_its_schema(string name) => SchemaFolder.Ours.Validate("graph.schema.json", Baseline(name));

    [Theory]
    [InlineData("\"kind\": \"copy\"", "\"kind\": \"cpy\"")]
    [InlineData("\"id\": \"sha256:", "\"id\": \"sha")]
    [InlineData("\"patterns\"", "\"pattern\"")]
    [InlineData("\"result\": 7", "\"result\": -7")]
    [InlineData("\"network\": true", "\"network\": \"yes\"")]
    [InlineData("\"sharing\": \"locked\"", "\"sharing\": \"none\"")]
    [InlineData("\"version\": 1", "\"version\": 2")]
    public void The_schema_refuses_what_it_does_not_know(string part, string wrong) =>
        Assert.False(SchemaFolder.Ours.Accepts("graph.schema.json", Baseline("webapi").Replace(part, wrong, StringComparison.Ordinal)));

    [Fact]
    public void DOT_has_a_cluster_for_each_stage_and_escapes_its_labels()
    {
        BuildGraph graph = Evaluate.Graph("stage Files from scratch { Write(\"/a\\\\b\\\"c\", \"x\"); } image App from Files { Copy(\"/x\", to: \"/y\", from: Files); }");
        Assert.Equal(
            """
            digraph buildkit {
              rankdir=LR;
              node [shape=box, fontname="sans-serif"];
              subgraph cluster_0 {
                label="Files";
                s0 [label="From scratch", id="ID0-0"];
                s1 [label="Write /a\\b\"c", id="ID1-1"];
              }
              subgraph cluster_1 {
                label="App";
                s2 [label="Copy /x to /y", id="ID2-2"];
              }
              s0 -> s1;
              s1 -> s2;
              s1 -> s2 [style=dashed];
              t0 [label="app", shape=box3d];
              s2 -> t0 [label="linux/amd64"];
            }

            """.ReplaceLineEndings("\n"),
            WithoutIds(graph, GraphDot.Write(graph)));
    }

    [Fact]
    public void Mermaid_has_a_subgraph_for_each_stage_and_escapes_its_labels()
    {
        BuildGraph graph = Evaluate.Graph("image App from scratch { Write(\"/a\\\"<b>#`_]\", \"x\"); }");
        Assert.Equal(
            """
            flowchart LR
              subgraph c0["App"]
                s0["From scratch"]
                s1["Write /a#34;#60;b#62;#35;#96;#95;]"]
              end
              s0 --> s1
              t0(["app"])
              s1 -->|"linux/amd64"| t0

            """.ReplaceLineEndings("\n"),
            GraphMermaid.Write(graph));
    }

    [Fact]
    public void Several_platforms_are_told_apart()
    {
        BuildGraph graph = Evaluate.Graph("image App from scratch for [\"linux/amd64\", \"linux/arm64\"] { }");
        Assert.Contains("label=\"App (linux/arm64)\"", GraphDot.Write(graph), StringComparison.Ordinal);
        Assert.Contains("[\"App (linux/arm64)\"]", GraphMermaid.Write(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_of_many_lines_is_one_short_label()
    {
        BuildGraph graph = Evaluate.Graph("image App from scratch { Run(\"a\\nb" + new string('x', 500) + "\\tc\"); }");
        string label = GraphDot.Write(graph).Split('\n').Single(line => line.Contains("label=\"Run", StringComparison.Ordinal));
        Assert.True(label.Length < 160, label);
        Assert.StartsWith("    s1 [label=\"Run a bxxx", label, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_Graphviz_reads_the_text()
    {
        string? dot = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "dot")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(dot is null, "Graphviz is not installed");
        var start = new System.Diagnostics.ProcessStartInfo(dot!, "-Tplain") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        process.StandardInput.Write(GraphDot.Write(Evaluate.Graph("image App from scratch { Write(\"/a\\\\b\\\"c\\\\\", \"x\"); }")));
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("graph ", output, StringComparison.Ordinal);
    }

    private static string WithoutIds(BuildGraph graph, string text)
    {
        var ids = Graph.Keys.StepIds.Of(graph);
        return ids.Select((id, index) => (id, index)).Aggregate(text, (result, item) => result.Replace(item.id.Hex[..16], $"ID{item.index}", StringComparison.Ordinal));
    }
}
