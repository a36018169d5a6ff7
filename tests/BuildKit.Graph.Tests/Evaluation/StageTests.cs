using BuildKit.Graph.Configuration;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Language.Diagnostics;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class StageTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    [Fact]
    public void A_stage_is_built_for_each_platform_that_it_is_used_for()
    {
        BuildGraph graph = Evaluate.Graph("""
            stage Build from "sdk:1" { Run($"make {target.Arch}"); }
            image App from scratch for ["linux/amd64", "linux/arm64"] { Copy("/out", to: "/", from: Build); }
            """);
        Assert.Equal(["make 'amd64'", "make 'arm64'"], graph.Steps.OfType<RunStep>().Select(run => run.Command.Arguments[0]));
        Assert.Equal([Amd64, Arm64], graph.Steps.OfType<PullStep>().Select(pull => pull.Platform));
        Assert.Equal([Amd64, Arm64], graph.Image("App").Variants.Select(variant => variant.Platform));
    }

    [Fact]
    public void A_stage_on_build_is_built_once_for_the_builder()
    {
        BuildGraph graph = Evaluate.Graph("""
            stage Build from "sdk:1" on build { Run($"make {target.Arch}"); }
            image App from scratch for ["linux/arm64", "linux/s390x"] { Copy("/out", to: "/", from: Build); }
            """);
        Assert.Equal("make 'amd64'", graph.Steps.OfType<RunStep>().Single().Command.Arguments[0]);
    }

    [Fact]
    public void Nothing_for_another_platform_stands_on_a_stage_on_build()
    {
        const string Stage = "stage Tools from \"sdk:1\" on build { Run(\"make\"); }\n";
        Diagnostic error = Evaluate.Error(Stage + "image App from Tools for [\"linux/amd64\", \"linux/arm64\"] { }");
        Assert.Equal((GraphDiagnosticCodes.OtherPlatform, "Tools"), (error.Code, error.Span.Text));
        Evaluate.Graph(Stage + "stage More from Tools on build { } image App from scratch for [\"linux/arm64\"] { Copy(\"/x\", to: \"/\", from: More); }");
        Evaluate.Graph(Stage + "image App from Tools for [\"linux/amd64\"] { }");
    }

    [Fact]
    public void A_stage_that_is_used_for_another_platform_only_is_no_target_of_the_builders()
    {
        BuildGraph graph = Evaluate.Graph("stage Build from \"sdk:1\" { Run(\"make\"); } image App from Build for [\"linux/arm64\"] { }");
        Assert.Equal(Arm64, graph[graph.Stage("Build").Result].Platform);
        Assert.All(graph.Steps, step => Assert.Equal(Arm64, step.Platform));
    }

    [Fact]
    public void A_base_of_several_stages_is_pulled_by_one_step()
    {
        BuildGraph graph = Evaluate.Graph("var b = \"base:1\"; stage A from b { } stage B from \"base:1\" { } image C from b { Copy(\"/x\", to: \"/\", from: \"base:1\"); Copy(\"/x\", to: \"/\", from: A); Copy(\"/x\", to: \"/\", from: B); }");
        Assert.Single(graph.Steps.OfType<PullStep>());
    }

    [Fact]
    public void Inputs_stand_before_what_reads_them()
    {
        BuildGraph graph = Evaluate.Graph("""
            image Last from Middle { Run("x", mounts: [Bind("/b", from: Other)]); }
            stage Other from "other:1" { Run("y"); }
            stage Middle from First { Copy("/a", to: "/b", from: Other); }
            stage First from "first:1" { Run("z"); }
            """);
        for (int i = 0; i < graph.Steps.Length; i++)
        {
            Assert.All(graph.Steps[i].Inputs, input => Assert.True(input.Index < i));
        }
    }

    [Fact]
    public void Targets_stand_in_the_order_of_their_declarations() =>
        Assert.Equal(["B", "A", "C"], Evaluate.Graph("stage B from scratch { } image A from B { } image C from B { }").Targets.Select(target => target.Name));

    [Fact]
    public void The_environment_of_the_base_and_of_the_body_is_a_value()
    {
        BuildGraph graph = Evaluate.Graph("""
            stage Base from "base:1" { Env("A", "1"); Env("A", "2"); }
            image App from Base { Env("PATH", $"/app:{env.PATH}"); Write("/x", $"{env.PATH} {env.A} {env.EMPTY}. {env.NONE ?? "none"}"); }
            """);
        Assert.Equal("/app:/usr/bin 2 . none", graph.Steps.OfType<WriteStep>().Single().Content);
    }

    [Fact]
    public void A_base_is_looked_up_only_where_its_environment_is_used()
    {
        var facts = new FixedFacts();
        Evaluate.Graph("stage A from \"a:1\" { Env(\"X\", \"1\"); } image B from A { Write(\"/x\", env.X); }", facts);
        Assert.Equal(["git", "git"], facts.Asked);

        facts = new FixedFacts();
        Evaluate.Graph("image B from \"a:1\" { Write(\"/x\", env.PATH); } image C from Oci(\"dir:v1\") { Write(\"/x\", env.PATH); }", facts);
        Assert.Equal(["a:1 linux/amd64", "git", "git", "dir v1 linux/amd64", "git", "git"], facts.Asked);
    }

    [Fact]
    public void Stages_alone_need_no_git()
    {
        var facts = new FixedFacts();
        Assert.NotNull(Evaluate.Text("stage A from \"a:1\" { Run(\"x\"); }", facts).Graph);
        Assert.Empty(facts.Asked);
    }

    [Fact]
    public void An_image_has_the_commit_and_its_time_in_whole_seconds()
    {
        ImageTarget image = Evaluate.Graph("image MyApi from scratch { }").Image("MyApi");
        Assert.Equal("my-api", image.LocalName);
        Assert.Equal("0123456789abcdef0123456789abcdef01234567", image.Revision);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 5, 6, TimeSpan.Zero), image.Created);
        Assert.Equal(TimeSpan.Zero, image.Created!.Value.Offset);
    }

    [Fact]
    public void A_given_time_replaces_that_of_the_commit()
    {
        ImageTarget image = Evaluate.Graph("image A from scratch { }", new FixedFacts { SourceDateEpoch = DateTimeOffset.UnixEpoch }).Image("A");
        Assert.Equal(DateTimeOffset.UnixEpoch, image.Created);
        Assert.NotNull(image.Revision);
    }

    [Fact]
    public void Without_a_repository_an_image_has_neither_commit_nor_time()
    {
        ImageTarget image = Evaluate.Graph("image A from scratch { }", new FixedFacts { Git = null }).Image("A");
        Assert.Null(image.Created);
        Assert.Null(image.Revision);
    }

    [Theory]
    [InlineData("Api", "api")]
    [InlineData("MyApi", "my-api")]
    [InlineData("HTTPServer", "http-server")]
    [InlineData("Api2", "api2")]
    [InlineData("V2Api", "v2-api")]
    [InlineData("my_api", "my-api")]
    [InlineData("API", "api")]
    public void A_local_name_is_the_identifier_in_kebab_case(string name, string expected) =>
        Assert.Equal(expected, Evaluate.Graph($"image {name} from scratch {{ }}").Image(name).LocalName);

    [Fact]
    public void An_entrypoint_keeps_the_command_that_its_own_body_set()
    {
        SetEntrypoint[] changes = [.. Evaluate.Graph("image A from scratch { Command(\"c\"); Entrypoint(\"e\"); } image B from A { Entrypoint(\"f\"); }")
            .Steps.OfType<ConfigStep>().Select(step => step.Change).OfType<SetEntrypoint>()];
        Assert.Equal([true, false], changes.Select(change => change.KeepsCommand));
    }

    [Fact]
    public void Steps_called_with_arguments_are_put_into_the_stage()
    {
        BuildGraph graph = Evaluate.Graph("""
            steps Install(string[] packages, bool quiet = true) { if (quiet) { Env("QUIET", "1"); } foreach (var p in packages) { One(p); } }
            steps One(string name) { var flag = "-y"; Exec("apt", "install", flag, name); }
            image App from "base:1" { Install(["a", ..["b"]]); Install([], quiet: false); }
            """);
        Assert.Equal(["Env QUIET=1", "Exec apt install -y a", "Exec apt install -y b"], graph.Steps.Skip(1).Select(step => step.Display));
        Assert.All(graph.Steps, step => Assert.Equal("App", step.Scope));
    }

    [Fact]
    public void A_used_file_is_evaluated_anew_with_each_set_of_parameters()
    {
        var files = new Dictionary<string, string>
        {
            ["lib"] = """
                param string version = "1";
                param int n;
                var name = $"tool-{version}";
                secret token = Secret.Env("TOKEN");
                stage Tool from $"tool:{version}" { Run($"{name} {n}", mounts: [token.At("/t")]); }
                string Twice(string x) => x + x + version;
                """,
        };
        BuildGraph graph = Evaluate.Graph(
            """
            using "lib" as a with { n = 1 };
            using "lib" as b with { n = 2, version = "9" };
            image App from scratch { Copy("/x", to: "/", from: a.Tool); Copy("/x", to: "/", from: b.Tool); Write("/y", a.Twice("z") + b.Twice("z") + b.name); }
            """,
            files: files);
        Assert.Equal(["'tool-1' '1'", "'tool-9' '2'"], graph.Steps.OfType<RunStep>().Select(run => run.Command.Arguments[0]));
        Assert.Equal(["a.token", "b.token"], graph.Steps.OfType<RunStep>().Select(run => ((SecretMount)run.Options.Mounts[0]).Secret.Id));
        Assert.Equal(["a.Tool", "b.Tool"], graph.Steps.OfType<RunStep>().Select(run => run.Scope));
        Assert.Equal("zz1zz9tool-9", graph.Steps.OfType<WriteStep>().Single().Content);
        Assert.Equal(["App"], graph.Targets.Select(target => target.Name));
    }
}
