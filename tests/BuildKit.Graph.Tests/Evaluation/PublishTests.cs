using System.Collections.Immutable;
using System.Xml.Linq;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class PublishTests
{
    private const string Api = "var api = DotNet.Project(\"src/Api/Api.csproj\");\n";

    private static readonly DotNetProject Portable = new()
    {
        Path = "src/Api/Api.csproj",
        Properties = ImmutableSortedDictionary<string, string>.Empty.Add("Configuration", "Release"),
        TargetFramework = "net10.0",
        OutputType = "Exe",
        IsWeb = true,
        References = ["src/Core/Core.csproj"],
        RestoreFiles = ["NuGet.config", "src/[x]/a*.props"],
        OutsideFiles = ["shared/Shared.cs"],
    };

    [Fact]
    public void In_a_stage_it_restores_with_what_a_restore_reads_and_publishes_without_the_network()
    {
        Step[] steps = [.. Steps("stage X from \"base:1\" { Publish(api, to: \"/app\"); }").Where(step => step is not PullStep)];
        Assert.Equal(
            [
                @"Copy NuGet.config src/\[x]/a\*.props to /src/",
                "Exec dotnet restore /src/src/Api/Api.csproj -p:Configuration=Release",
                "Copy src/Api src/Core shared/Shared.cs to /src/",
                "Exec dotnet publish /src/src/Api/Api.csproj --no-restore --output /app -p:Configuration=Release -p:ContinuousIntegrationBuild=true -p:UseAppHost=false",
            ],
            steps.Select(step => step.Display));
        RunOptions[] runs = [.. steps.OfType<RunStep>().Select(run => run.Options)];
        Assert.Equal([true, false], runs.Select(run => run.Network.IsHost));
        Assert.Equal([1, 0], runs.Select(run => run.Mounts.Length));
        Assert.All(steps.OfType<CopyStep>(), copy => Assert.True(copy.Selection.Parents));
    }

    [Theory]
    [InlineData("", "/src")]
    [InlineData(", source: \"/code/\"", "/code")]
    public void Intermediate_files_of_references_depend_on_their_own_closures(string argument, string source)
    {
        DotNetProject project = Portable with
        {
            References = ["src/Core/Core.csproj", "src/Core/Inner/Inner.csproj", "src/Data/Data.csproj", "src/New/New.csproj"],
            ReferencesOfEach = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
                .Add("src/Api/Api.csproj", ["src/Data/Data.csproj"]).Add("src/Data/Data.csproj", ["src/Core/Inner/Inner.csproj"])
                .Add("src/Core/Inner/Inner.csproj", []).Add("src/Core/Core.csproj", []),
        };
        IncrementalRun? run = Steps($"stage X from \"base:1\" {{ Publish(api, to: \"/app\"{argument}); }}", project).OfType<RunStep>().Last().Options.Incremental;
        Assert.NotNull(run);
        Assert.Equal([$"{source}/src/Api", $"{source}/src/Core", $"{source}/src/Data", $"{source}/src/New"], run.Sources);

        // A project within another one's folder counts as that; of one that nothing is known of, it is all.
        Assert.Equal(
            ["src/Core/obj: src/Core + ", "src/Core/Inner/obj: src/Core + ", "src/Data/obj: src/Core src/Data + ", "src/New/obj: src/Core src/Data src/New + "], OutputsOf(run, source));
    }

    [Fact]
    public void What_is_used_as_an_assembly_alone_counts_by_what_it_shows()
    {
        DotNetProject project = Portable with
        {
            References = ["src/A/A.csproj", "src/B/B.csproj", "src/C/C.csproj", "src/D/D.csproj", "src/E/E.csproj"],
            ReferencesOfEach = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
                .Add("src/Api/Api.csproj", ["src/E/E.csproj"]).Add("src/A/A.csproj", []).Add("src/B/B.csproj", ["src/A/A.csproj"]).Add("src/C/C.csproj", ["src/B/B.csproj"])
                .Add("src/D/D.csproj", ["src/A/A.csproj", "src/C/C.csproj"]).Add("src/E/E.csproj", ["src/D/D.csproj"]),
            AssembliesOfEach = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
                .Add("src/Api/Api.csproj", ["src/E/E.csproj"]).Add("src/A/A.csproj", []).Add("src/B/B.csproj", ["src/A/A.csproj"]).Add("src/C/C.csproj", ["src/B/B.csproj"])
                .Add("src/D/D.csproj", ["src/A/A.csproj"]).Add("src/E/E.csproj", ["src/D/D.csproj"]),
        };
        IncrementalRun? run = Steps("stage X from \"base:1\" { Publish(api, to: \"/app\"); }", project).OfType<RunStep>().Last().Options.Incremental;
        Assert.Equal(new OutputSurface("ref", ".cs"), run?.Surface);
        Assert.Equal(["-maxCpuCount:1"], run?.WhenFound ?? []);

        // D runs C as an analyzer, so that it depends on all that C is made from.
        Assert.Equal(
            [
                "src/A/obj: src/A + ", "src/B/obj: src/B + src/A", "src/C/obj: src/C + src/A src/B", "src/D/obj: src/A src/B src/C src/D + ",
                "src/E/obj: src/E + src/A src/B src/C src/D",
            ],
            OutputsOf(run!, "/src"));
    }

    [Fact]
    public void A_project_without_references_is_built_as_a_whole() =>
        Assert.Null(Steps("stage X from \"base:1\" { Publish(api, to: \"/app\"); }", Portable with { References = [] }).OfType<RunStep>().Last().Options.Incremental);

    [Theory]
    [InlineData("", "linux/amd64", "linux-x64")]
    [InlineData("", "linux/arm64", "linux-arm64")]
    [InlineData("win-x64;linux-musl-x64", "linux/amd64", "linux-musl-x64")]
    [InlineData("linux-x64", "linux/arm64", "linux-arm64")]
    public void In_a_stage_a_self_contained_project_is_published_for_the_stages_platform(string named, string platform, string expected)
    {
        var project = new DotNetProject
        {
            Path = "A.csproj", IsSelfContained = true, RestoreFiles = ["A.csproj", "packages.lock.json"], RuntimeIdentifiers = [.. named.Split(';', StringSplitOptions.RemoveEmptyEntries)],
            Properties = ImmutableSortedDictionary<string, string>.Empty.Add("TargetFramework", "net10.0").Add("X", "a;b"),
        };
        Step[] steps = Steps($"stage X from \"base:1\" {{ Publish(api, to: \"out\", source: \"/code/\"); }} image Y from X for [\"{platform}\"] {{ }}", project);
        Assert.Equal(
            [
                "From base:1",
                "Copy A.csproj packages.lock.json to /code/",
                $"Exec dotnet restore /code/A.csproj --runtime {expected} --locked-mode -p:X=a%3Bb",
                "Copy . to /code/",
                $"Exec dotnet publish /code/A.csproj --no-restore --output out --runtime {expected} --framework=net10.0 -p:X=a%3Bb -p:ContinuousIntegrationBuild=true",
            ],
            steps.Select(step => step.Display));
    }

    [Fact]
    public void In_an_image_a_stage_of_its_own_publishes_and_the_parts_are_copied_with_the_app_last()
    {
        Step[] steps = Steps("image X from \"base:1\" { Publish(api, to: \"/app/\", sdk: \"sdk:1\"); }");
        Assert.Equal(
            [
                "X: From base:1",
                "X Api.csproj: From sdk:1",
                @"X Api.csproj: Copy NuGet.config src/\[x]/a\*.props to /src/",
                "X Api.csproj: Exec dotnet restore /src/src/Api/Api.csproj -p:Configuration=Release",
                "X Api.csproj: Copy src/Api src/Core shared/Shared.cs to /src/",
                "X Api.csproj: Write /publish/Current/Microsoft.Common.targets/ImportAfter/BuildKit.targets",
                "X Api.csproj: Exec dotnet publish /src/src/Api/Api.csproj --no-restore --output /publish/app/app -p:Configuration=Release -p:ContinuousIntegrationBuild=true -p:UseAppHost=false "
                    + "-p:MSBuildUserExtensionsPath=/publish -target:Publish -target:BuildKitSortPublishedFiles",
                "X: Copy /publish/runtime to /",
                "X: Copy /publish/packages to /",
                "X: Copy /publish/references to /",
                "X: Copy /publish/content to /",
                "X: Copy /publish/app to /",
            ],
            steps.Select(step => $"{step.Scope}: {step.Display}"));

        // Each stands on the one in front of it, and takes its files from the publish.
        StepRef[] parents = [.. steps[8..].Select(step => step.Inputs[0])];
        Assert.Equal([7, 8, 9, 10], parents.Select(parent => parent.Index));
        Assert.All(steps[7..], step => Assert.Equal(new StepRef(6), step.Inputs[1]));
        Assert.NotNull(XDocument.Parse(steps.OfType<WriteStep>().Single().Content).Root);
    }

    [Theory]
    [InlineData("/", "/publish/app/", "/")]
    [InlineData("/srv//./app/../web", "/publish/app/srv/web", "/")]
    [InlineData("web/x/..", "/publish/app/web", "./")]
    public void In_an_image_the_folder_may_be_written_as_for_a_Copy(string to, string output, string copied)
    {
        Step[] steps = Steps($"image X from \"base:1\" {{ Publish(api, to: \"{to}\", sdk: \"sdk:1\"); }}");
        Assert.Contains($" --output {output} ", steps.OfType<RunStep>().Last().Display, StringComparison.Ordinal);
        Assert.Equal(copied, steps.OfType<CopyStep>().Last().To);
    }

    [Fact]
    public void On_the_host_the_same_is_one_step_on_the_same_files_and_the_image_copies_the_same_parts()
    {
        const string Buildfile = "image X from \"base:1\" { Publish(api, to: \"/app/\", sdk: \"sdk:1\"); }";
        Step[] steps = [.. Evaluate.Graph(Api + Buildfile, new FixedFacts
        {
            PublishesOnHost = true,
            Projects = new Dictionary<string, DotNetProject> { ["src/Api/Api.csproj"] = Portable with { EvaluatedBy = "10.0.100" } },
        }).Steps];
        Assert.Equal(
            [
                "X: From base:1",
                "X Api.csproj: From scratch",
                @"X Api.csproj: Copy NuGet.config src/\[x]/a\*.props to /src/",
                "X Api.csproj: Copy src/Api src/Core shared/Shared.cs to /src/",
                "X Api.csproj: Write /publish/Current/Microsoft.Common.targets/ImportAfter/BuildKit.targets",
                "X Api.csproj: Publish src/Api/Api.csproj with this machine's SDK 10.0.100",
            ],
            steps.Take(6).Select(step => $"{step.Scope}: {step.Display}"));
        HostPublishStep publish = steps.OfType<HostPublishStep>().Single();
        Assert.Equal(["restore|@/src/src/Api/Api.csproj", "publish|@/src/src/Api/Api.csproj"], publish.Commands.Select(command => string.Join('|', command.Take(2)).Replace(HostPublishStep.Folder, "@", StringComparison.Ordinal)));
        Assert.Contains($"-p:PathMap={HostPublishStep.Folder}/src=/src", publish.Commands[1]);
        Step[] inContainer = Steps(Buildfile);
        Assert.Equal(inContainer[^5..].Select(step => step.Display), steps[^5..].Select(step => step.Display));
    }

    [Fact]
    public void In_an_image_the_folder_does_not_lead_out_of_the_working_directory()
    {
        Diagnostic error = Evaluate.Error(Api + "image X from \"base:1\" { Publish(api, to: \"../app\", sdk: \"sdk:1\"); }", Facts(Portable));
        Assert.Equal(("BK2522", "\"../app\""), (error.Code, error.Span.Text));
    }

    [Fact]
    public void What_runs_on_every_platform_is_published_once_on_the_builders()
    {
        Step[] steps = Steps("image X from \"base:1\" for [\"linux/amd64\", \"linux/arm64\"] { Publish(api, to: \"/app\", sdk: \"sdk:1\"); }");
        Assert.Equal(["linux/amd64", "linux/amd64"], steps.OfType<RunStep>().Select(run => run.Platform.ToString()));
        Assert.Equal(["linux/amd64", "linux/arm64"], steps.Where(step => step is PullStep && step.Display == "From base:1").Select(step => step.Platform.ToString()));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void What_is_for_one_platform_is_published_for_each_on_the_builders(bool isSelfContained, bool isSingleFile, bool isReadyToRun)
    {
        Step[] steps = Steps(
            "image X from \"base:1\" for [\"linux/amd64\", \"linux/arm64\"] { Publish(api, to: \"/app\", sdk: \"sdk:1\"); }",
            Portable with { IsSelfContained = isSelfContained, IsSingleFile = isSingleFile, IsReadyToRun = isReadyToRun });
        RunStep[] publishes = [.. steps.OfType<RunStep>().Where(run => run.Display.Contains("dotnet publish", StringComparison.Ordinal))];
        Assert.Equal(["X Api.csproj linux-x64", "X Api.csproj linux-arm64"], publishes.Select(run => run.Scope));
        Assert.All(publishes, run => Assert.Equal("linux/amd64", run.Platform.ToString()));
        Assert.All(publishes, run => Assert.Contains($"--runtime {run.Scope.Split(' ')[2]} ", run.Display, StringComparison.Ordinal));
        Assert.All(publishes, run => Assert.DoesNotContain("UseAppHost", run.Display, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("alpine", "", "linux-musl-x64")]
    [InlineData("alpine-extra", "linux-x64;linux-musl-x64", "linux-musl-x64")]
    [InlineData("noble-chiseled", "linux-x64;linux-musl-x64", "linux-x64")]
    public void What_runs_on_Alpine_is_published_for_its_C_library(string variant, string named, string expected)
    {
        Step[] steps = Steps(
            $"image X from DotNet.Runtime(api, variant: \"{variant}\") {{ Publish(api, to: \"/app\"); }}",
            Portable with { IsSelfContained = true, RuntimeIdentifiers = [.. named.Split(';', StringSplitOptions.RemoveEmptyEntries)] });
        Assert.All(steps.OfType<RunStep>(), run => Assert.Contains($" --runtime {expected} ", run.Display, StringComparison.Ordinal));
    }

    [Fact]
    public void A_native_program_is_linked_on_the_platform_that_it_is_for()
    {
        Step[] steps = Steps(
            "image X from scratch for [\"linux/arm64\"] { Publish(api, to: \"/app\", sdk: \"sdk:1\"); }", Portable with { IsSelfContained = true, IsAot = true });
        Assert.All(steps, step => Assert.Equal("linux/arm64", step.Platform.ToString()));
    }

    [Theory]
    [InlineData("stage Sdk from \"sdk:2\" on build { Env(\"A\", \"b\"); } image X from \"base:1\" { Publish(api, to: \"/app\", sdk: Sdk); }", "sdk:2")]
    [InlineData("image X from \"base:1\" { Publish(api, to: \"/app\"); }", "mcr.microsoft.com/dotnet/sdk:10.0")]
    [InlineData("image X from \"base:1\" { Publish(api, to: \"/app\", sdk: null); }", "mcr.microsoft.com/dotnet/sdk:10.0")]
    [InlineData("image X from DotNet.Runtime(api, family: \"mirror.example/net\") { Publish(api, to: \"/app\"); }", "mirror.example/net/sdk:10.0")]
    public void The_SDK_is_what_is_named_else_that_of_the_project_beside_the_images_runtime(string buildfile, string expected) =>
        Assert.Contains($"From {expected}", Steps(buildfile).Select(step => step.Display));

    [Fact]
    public void Published_twice_alike_in_an_image_the_stage_is_one_and_otherwise_there_are_two()
    {
        Assert.Equal(2, Steps("image X from \"base:1\" { Publish(api, to: \"/app\"); Publish(api, to: \"/app\"); }").OfType<RunStep>().Count());
        Assert.Equal(4, Steps("image X from \"base:1\" { Publish(api, to: \"/app\"); Publish(api, to: \"/other\"); }").OfType<RunStep>().Count());
    }

    [Fact]
    public void A_stage_publishes_with_what_it_stands_on()
    {
        Diagnostic error = Evaluate.Error(Api + "stage X from \"base:1\" { Publish(api, to: \"/app\", sdk: \"sdk:1\"); }", Facts(Portable));
        Assert.Equal(("BK2583", "\"sdk:1\""), (error.Code, error.Span.Text));
    }

    private static Step[] Steps(string buildfile, DotNetProject? project = null) => [.. Evaluate.Graph(Api + buildfile, Facts(project ?? Portable)).Steps];

    private static FixedFacts Facts(DotNetProject project) => new() { Projects = new Dictionary<string, DotNetProject> { ["src/Api/Api.csproj"] = project } };

    private static IEnumerable<string> OutputsOf(IncrementalRun run, string source) => run.Outputs.Select(output =>
        $"{output.Folder}: {string.Join(' ', output.Sources)} + {string.Join(' ', output.References)}".Replace(source + "/", "", StringComparison.Ordinal));
}
