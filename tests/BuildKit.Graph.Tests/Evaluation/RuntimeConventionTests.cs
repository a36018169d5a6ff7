using System.Collections.Immutable;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class RuntimeConventionTests
{
    private const string Base = "Label org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/";

    private static readonly DotNetProject Console = new()
    {
        Path = "src/Api/Api.csproj", AssemblyName = "Shop.Api", TargetFramework = "net10.0", OutputType = "Exe", RestoreFiles = ["src/Api/Api.csproj"],
    };

    private static readonly DotNetProject Web = Console with { IsWeb = true };

    [Fact]
    public void An_image_of_a_web_project_gets_all_that_its_container_needs() => Assert.Equal(
        ["WorkDir /app", "Env ASPNETCORE_HTTP_PORTS=8080", "Expose 8080/tcp", Base + "aspnet:10.0", "User 1654:1654", "Entrypoint dotnet /app/Shop.Api.dll"],
        Conventions("", Web));

    [Fact]
    public void One_of_another_project_listens_nowhere() => Assert.Equal(
        ["WorkDir /app", Base + "runtime:10.0", "User 1654:1654", "Entrypoint dotnet /app/Shop.Api.dll"], Conventions("", Console));

    [Fact]
    public void What_is_published_with_its_runtime_is_started_itself() => Assert.Equal(
        ["WorkDir /app", Base + "runtime-deps:10.0", "User 1654:1654", "Entrypoint /app/Shop.Api"], Conventions("", Console with { IsSelfContained = true }));

    [Fact]
    public void A_single_file_is_started_itself_on_the_runtime_that_it_needs() => Assert.Equal(
        ["WorkDir /app", Base + "runtime:10.0", "User 1654:1654", "Entrypoint /app/Shop.Api"], Conventions("", Console with { IsSingleFile = true }));

    [Fact]
    public void They_stand_behind_the_body_so_that_no_run_sees_them()
    {
        string[] steps = [.. Steps("Run(\"id\");", Web).Select(step => step.Display)];
        Assert.Equal(["Run id", "WorkDir /app"], steps[..2]);
    }

    [Theory]
    [InlineData("WorkDir(\"/srv\");", "Env ASPNETCORE_HTTP_PORTS=8080|Expose 8080/tcp|User 1654:1654|Entrypoint dotnet /srv/Shop.Api.dll")]
    [InlineData("User(\"app\");", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=8080|Expose 8080/tcp|Entrypoint dotnet /app/Shop.Api.dll")]
    [InlineData("Entrypoint(\"/init\");", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=8080|Expose 8080/tcp|User 1654:1654")]
    [InlineData("Entrypoint([]);", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=8080|Expose 8080/tcp|User 1654:1654")]
    [InlineData("Env(\"ASPNETCORE_HTTP_PORTS\", \"5000;5001\");", "WorkDir /app|Expose 5000/tcp|Expose 5001/tcp|User 1654:1654|Entrypoint dotnet /app/Shop.Api.dll")]
    [InlineData("Env(\"ASPNETCORE_URLS\", \"http://+:5000/;https://*:5443;http://[::1]:80\");", "WorkDir /app|Expose 5000/tcp|Expose 5443/tcp|Expose 80/tcp|User 1654:1654|Entrypoint dotnet /app/Shop.Api.dll")]
    [InlineData("Expose(5000);", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=5000|User 1654:1654|Entrypoint dotnet /app/Shop.Api.dll")]
    [InlineData("Expose(5000, \"53/udp\");", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=5000|User 1654:1654|Entrypoint dotnet /app/Shop.Api.dll")]
    [InlineData("Expose(5000, 9090);", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=8080|User 1654:1654|Entrypoint dotnet /app/Shop.Api.dll")]
    [InlineData("Env(\"OTHER\", \"1\"); Label(\"a\", \"b\"); HealthCheck.None();", "WorkDir /app|Env ASPNETCORE_HTTP_PORTS=8080|Expose 8080/tcp|User 1654:1654|Entrypoint dotnet /app/Shop.Api.dll")]
    public void What_the_body_sets_itself_stays(string body, string expected) =>
        Assert.Equal(expected.Split('|'), Conventions(body, Web).Where(display => !display.StartsWith("Label", StringComparison.Ordinal)));

    [Fact]
    public void A_command_of_the_body_stays_behind_the_entrypoint()
    {
        SetEntrypoint entrypoint = Steps("Command(\"--migrate\");", Web).OfType<ConfigStep>().Select(step => step.Change).OfType<SetEntrypoint>().Single();
        Assert.True(entrypoint.KeepsCommand);
    }

    [Theory]
    [InlineData("Publish(api, to: \"/srv/shop/\");", "WorkDir /srv/shop", "Entrypoint dotnet /srv/shop/Shop.Api.dll")]
    [InlineData("WorkDir(\"/srv\"); Publish(api, to: \"shop\"); WorkDir(\"/data\");", "WorkDir /data", "Entrypoint dotnet /srv/shop/Shop.Api.dll")]
    [InlineData("Publish(DotNet.Project(\"src/Other.csproj\"), to: \"/other\");", "WorkDir /app", "Entrypoint dotnet /app/Shop.Api.dll")]
    public void The_project_is_where_the_body_publishes_it_to(string body, string workDir, string entrypoint)
    {
        string[] steps = [.. Steps(body, Web).Select(step => step.Display)];
        Assert.Contains(workDir, steps);
        Assert.Equal(entrypoint, steps[^1]);
    }

    [Fact]
    public void Before_version_8_ASPNET_Core_is_told_by_a_URL() =>
        Assert.Contains("Env ASPNETCORE_URLS=http://+:8080", Conventions("", Web with { TargetFramework = "net6.0" }));

    [Fact]
    public void What_the_project_says_of_its_container_comes_before_what_is_usual()
    {
        DotNetProject project = Web with
        {
            Container = new ProjectContainer
            {
                Ports = ["5000/tcp"],
                Variables = [new EnvironmentVariable("TZ", "UTC"), new EnvironmentVariable("MODE", "project")],
                Labels = ImmutableSortedDictionary<string, string>.Empty.Add("org.opencontainers.image.title", "Shop").Add("team", "a"),
                User = "app",
                HealthCheck = ["dotnet", "/app/Shop.Api.dll", "--health"],
            },
        };
        Assert.Equal(
            [
                "WorkDir /app", "Env TZ=UTC", "Env ASPNETCORE_HTTP_PORTS=5000", "Expose 5000/tcp", Base + "aspnet:10.0", "Label org.opencontainers.image.title=Shop", "User app",
                "HealthCheck CMD dotnet /app/Shop.Api.dll --health", "Entrypoint dotnet /app/Shop.Api.dll",
            ],
            Conventions("Env(\"MODE\", \"body\"); Label(\"team\", \"b\");", project));
        Assert.DoesNotContain(Conventions("HealthCheck.None();", project), display => display.StartsWith("HealthCheck CMD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x y", "8080/tcp", "A", "BK2524", "ContainerUser of src/Api/Api.csproj is 'x y', which is no user[:group]")]
    [InlineData("app", "http/tcp", "A", "BK2528", "ContainerPort of src/Api/Api.csproj is 'http/tcp', which is no port such as 8080 or 53/udp")]
    [InlineData("app", "8080/tcp", "A B", "BK2529", "'A B' is no name of a variable: it is empty or holds '=', a blank or NUL")]
    public void What_the_project_says_wrongly_is_an_error_at_the_base(string user, string port, string variable, string code, string message)
    {
        var container = new ProjectContainer { User = user, Ports = [port], Variables = [new EnvironmentVariable(variable, "")] };
        Diagnostic error = Evaluate.Error("var api = DotNet.Project(\"src/Api/Api.csproj\"); image X from DotNet.Runtime(api) { }", Facts(Web with { Container = container }));
        Assert.Equal((code, message, "DotNet.Runtime(api)"), (error.Code, error.Message, error.Span.Text));
    }

    [Theory]
    [InlineData("stage X from DotNet.Runtime(api) { }")]
    [InlineData("image X from DotNet.Sdk(api) { }")]
    [InlineData("stage Y from DotNet.Runtime(api) { } image X from Y { }")]
    [InlineData("image X from \"mcr.microsoft.com/dotnet/aspnet:10.0\" { }")]
    public void Nothing_else_gets_them(string buildfile) =>
        Assert.DoesNotContain(Evaluate.Graph("var api = DotNet.Project(\"src/Api/Api.csproj\"); " + buildfile, Facts(Web)).Steps, step => step is ConfigStep);

    [Fact]
    public void Each_platform_has_its_own_base()
    {
        BuildGraph graph = Evaluate.Graph(
            "var api = DotNet.Project(\"src/Api/Api.csproj\"); image X from DotNet.Runtime(api) for [\"linux/amd64\", \"linux/arm64\"] { }",
            Facts(Web with { RuntimeIdentifiers = ["linux-musl-x64", "linux-arm64"] }));
        Assert.Equal(
            [Base + "aspnet:10.0-alpine", Base + "aspnet:10.0"],
            graph.Steps.Select(step => step.Display).Where(display => display.StartsWith(Base, StringComparison.Ordinal)));
        Assert.Equal(2, graph.Image("X").Variants.Length);
    }

    private static FixedFacts Facts(DotNetProject project) => new()
    {
        Projects = new Dictionary<string, DotNetProject> { [project.Path] = project, ["src/Other.csproj"] = Console with { Path = "src/Other.csproj" } },
    };

    private static Step[] Steps(string body, DotNetProject project) =>
        [.. Evaluate.Graph($"var api = DotNet.Project(\"src/Api/Api.csproj\"); image X from DotNet.Runtime(api) {{ {body} }}", Facts(project)).Steps.Where(step => step is not PullStep)];

    private static string[] Conventions(string body, DotNetProject project) => [.. Steps(body, project)
        .Where(step => step is ConfigStep && step.Origin.Text.StartsWith("DotNet.Runtime", StringComparison.Ordinal)).Select(step => step.Display)];
}
