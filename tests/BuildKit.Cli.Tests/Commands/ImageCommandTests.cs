using System.Text.Json.Nodes;
using BuildKit.Cli.Tests.House;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>The commands around one small image that needs no base and no sandbox but the one it runs in.</summary>
public sealed class ImageCommandTests
{
    private const string Buildfile = """
        image Hello from scratch
        {
            Copy("busybox", to: "/bin/busybox", mode: "0755");
            Write("/greeting.txt", "hello");
            Entrypoint("/bin/busybox", "sh", "-c");
            Command("/bin/busybox cat /greeting.txt; exit 7");
        }

        """;

    [Fact]
    public async Task A_build_says_what_it_did_and_a_second_one_finds_it_all()
    {
        using ToolFolder folder = Create();
        ToolResult first = await folder.RunAsync("build");
        ToolResult second = await folder.RunAsync("build", "hello");
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Contains("#1 [Hello 1/2] Copy busybox to /bin/busybox\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("2 steps: 0 cached, 2 ran", first.Output, StringComparison.Ordinal);
        Assert.Contains("#1 [Hello 1/2] CACHED Copy busybox to /bin/busybox\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("2 steps: 2 cached, 0 ran", second.Output, StringComparison.Ordinal);
        Assert.Empty(first.Error + second.Error);
    }

    [Fact]
    public async Task Quiet_prints_the_digest_alone_and_the_metadata_file_agrees_under_its_schema()
    {
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunAsync("build", "-q", "--metadata-file", "out.json", "-t", "second:1");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", result.Output);
        string metadata = File.ReadAllText(Path.Combine(folder.Folder, "out.json"));
        SchemaFolder.Ours.Validate("metadata.schema.json", metadata);
        Assert.Equal(result.Output.TrimEnd(), (string?)JsonNode.Parse(metadata)!["images"]![0]!["digest"]);
        await folder.RunAsync("build", "-q", "--metadata-file", "again.json", "-t", "second:1");
        Assert.Equal(metadata, File.ReadAllText(Path.Combine(folder.Folder, "again.json")));
        Assert.Equal("hello:latest\nsecond:1\n", (await folder.RunAsync("images", "--quiet")).Output);
    }

    [Fact]
    public async Task Json_progress_is_under_its_schema_line_by_line()
    {
        using ToolFolder folder = Create();
        ToolResult built = await folder.RunAsync("build", "--progress", "json", "--output", "oci:out");
        ToolResult failed = await folder.RunAsync("build", "--progress", "json", "Nothing");
        Assert.Equal((0, 2), (built.ExitCode, failed.ExitCode));
        Assert.All([.. built.Output.TrimEnd('\n').Split('\n'), .. failed.Output.TrimEnd('\n').Split('\n')], line => SchemaFolder.Ours.Validate("progress.schema.json", line));
        Assert.StartsWith("{\"event\":\"build.started\"", built.Output, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"build.failed\"", failed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Folder, "out", "oci-layout")));
    }

    [Fact]
    public async Task Graph_and_inspect_print_documents_under_their_schemas()
    {
        using ToolFolder folder = Create();
        ToolResult graph = await folder.RunAsync("graph");
        SchemaFolder.Ours.Validate("graph.schema.json", graph.Output);
        Assert.StartsWith("digraph", (await folder.RunAsync("graph", "--format", "dot")).Output, StringComparison.Ordinal);
        Assert.StartsWith("flowchart", (await folder.RunAsync("graph", "--format", "mermaid")).Output, StringComparison.Ordinal);
        await folder.RunAsync("build", "-q");
        ToolResult inspected = await folder.RunAsync("inspect", "hello");
        Assert.True(inspected.ExitCode == 0, inspected.ToString());
        SchemaFolder.Ours.Validate("inspect.schema.json", inspected.Output);
        Assert.Equal("linux", ((string)JsonNode.Parse(inspected.Output)!["platforms"]![0]!["platform"]!).Split('/')[0]);
    }

    [Fact]
    public async Task Names_are_given_listed_and_taken_away()
    {
        using ToolFolder folder = Create();
        await folder.RunAsync("build", "-q");
        Assert.Equal(0, (await folder.RunAsync("tag", "hello", "localhost:5000/team/hello:1")).ExitCode);
        ToolResult images = await folder.RunAsync("images");
        Assert.Matches(@"^NAME +DIGEST +PLATFORM +SIZE\nhello:latest +sha256:[0-9a-f]{12} +linux/\w+ +[0-9.]+ \wB\nlocalhost:5000/team/hello:1 ", images.Output);
        ToolResult typo = await folder.RunAsync("rm", "hello", "helo");
        Assert.Equal(1, typo.ExitCode);
        Assert.Contains("error BK4306: The local store has no image 'helo:latest'.\n  Did you mean 'hello:latest'?", typo.Error, StringComparison.Ordinal);
        Assert.Contains("hello:latest", (await folder.RunAsync("images", "-q")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await folder.RunAsync("rm", "hello", "localhost:5000/team/hello:1")).ExitCode);
        Assert.Equal("", (await folder.RunAsync("images", "-q")).Output);
        Assert.Equal(0, (await folder.RunAsync("rm", "--force", "hello")).ExitCode);
    }

    [Theory]
    [InlineData("docker-archive:saved.tar", "saved.tar")]
    [InlineData("oci-archive:saved.tar", "oci-archive:saved.tar")]
    [InlineData("oci:saved", "saved")]
    [InlineData("dir:saved", "dir:saved")]
    public async Task What_was_saved_is_loaded_with_the_same_layers(string saved, string loaded)
    {
        using ToolFolder folder = Create();
        await folder.RunAsync("build", "-q");
        string before = (await folder.RunAsync("inspect", "hello")).Output;
        ToolResult save = await folder.RunAsync("save", "hello", "-o", saved);
        Assert.True(save.ExitCode == 0, save.ToString());
        await folder.RunAsync("rm", "hello");
        ToolResult load = await folder.RunAsync("load", loaded, "--tag", "back");
        Assert.True(load.ExitCode == 0, load.ToString());
        string after = (await folder.RunAsync("inspect", "back")).Output;
        Assert.Equal(DiffIds(before), DiffIds(after));
    }

    [Fact]
    public async Task A_container_s_exit_code_and_output_are_passed_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Containers need a Linux kernel.");
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunAsync("run", "hello");
        Assert.True(result.ExitCode == 7, result.ToString());
        Assert.Equal("hello", result.Output);
        ToolResult arguments = await folder.RunAsync("run", "hello:latest", "/bin/busybox echo $0 $1", "--help", "-x");
        Assert.Equal("--help -x\n", arguments.Output);
        ToolResult replaced = await folder.RunAsync("run", "-e", "WHO=me", "--entrypoint", "/bin/busybox", "hello", "env");
        Assert.Contains("WHO=me\n", replaced.Output, StringComparison.Ordinal);
        ToolResult input = await folder.RunAsync("typed", ["run", "-i", "--entrypoint", "/bin/busybox", "hello", "cat"]);
        Assert.Equal("typed", input.Output);
    }

    [Fact]
    public async Task A_name_that_is_nowhere_is_not_guessed()
    {
        using ToolFolder folder = Create();
        ToolResult unknown = await folder.RunAsync("run", "debian");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("BK4306", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("docker.io/library/debian", unknown.Error, StringComparison.Ordinal);
        ToolResult never = await folder.RunAsync("run", "--pull", "never", "localhost:1/a:1");
        Assert.Contains("--pull never", never.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_or_an_image_of_another_platform_cannot_be_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Containers need a Linux kernel.");
        using var folder = new ToolFolder();
        folder.Write("Buildfile", "stage Tools from scratch { Write(\"/a\", \"b\"); }\nimage Big from Tools for [\"linux/s390x\"] { Entrypoint(\"/a\"); }\n");
        ToolResult stage = await folder.RunAsync("run", "Tools");
        ToolResult other = await folder.RunAsync("run", "big");
        Assert.All([stage, other], result =>
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("error BK4307:", result.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_metadata_file_that_cannot_be_written_is_a_failure_that_leaves_nothing()
    {
        using ToolFolder folder = Create();
        ToolResult result = await folder.RunAsync("build", "--metadata-file", "nowhere/out.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error BK4309: 'nowhere/out.json' could not be written", result.Error, StringComparison.Ordinal);
        ToolResult device = await folder.RunAsync("build", "-q", "--metadata-file", "/dev/stdout");
        Assert.Equal(0, device.ExitCode);
        Assert.True(File.Exists("/dev/stdout"));
    }

    private static string[] DiffIds(string document) =>
        [.. JsonNode.Parse(document)!["platforms"]![0]!["layers"]!.AsArray().Select(layer => (string)layer!["diffId"]!)];

    private static ToolFolder Create()
    {
        ToolFolder folder = ToolFolder.WithBusybox();
        folder.Write("Buildfile", Buildfile);
        return folder;
    }
}
