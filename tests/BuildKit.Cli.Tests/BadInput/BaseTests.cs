using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;
using BuildKit.Tests.Repositories;

namespace BuildKit.Cli.Tests.BadInput;

/// <summary>Bases that cannot be had: told at their place in the Buildfile, nothing is kept of them, and once they can be had the build works.</summary>
public sealed class BaseTests : IDisposable
{
    private readonly ToolFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_base_that_does_not_exist_is_named_and_not_pinned()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        From(registry.Host);
        await FailsAsync("BK4271", $"The base '{registry.Host}/team/base:1' (linux/amd64) does not exist");

        await PushAsync(registry, NoCredentials());
        await WorksAsync();
    }

    [Fact]
    public async Task A_base_behind_a_login_names_the_command_that_logs_in()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { RequiresLogin = true }, Ct);
        await PushAsync(registry, RegistryOptions.Default with { Credentials = new BuildKit.Oci.Registry.Credentials.FixedCredentials(registry.Host, new(RegistryProcess.UserName, RegistryProcess.Password)) });
        From(registry.Host);
        await FailsAsync("BK5204", $"buildkit login {registry.Host}");

        ToolResult wrong = await folder.RunAsync("wrong\n", ["login", registry.Host, "-u", RegistryProcess.UserName, "--password-stdin"]);
        Assert.Equal(1, wrong.ExitCode);
        Assert.StartsWith("error BK5204: ", wrong.Error, StringComparison.Ordinal);
        ToolResult login = await folder.RunAsync(RegistryProcess.Password + "\n", ["login", registry.Host, "-u", RegistryProcess.UserName, "--password-stdin"]);
        Assert.True(login.ExitCode == 0, login.ToString());
        await WorksAsync();
    }

    [Fact]
    public async Task A_registry_that_is_down_is_named_and_works_when_it_is_up_again()
    {
        string storage = Path.Combine(folder.Home, "registry");
        int port;
        await using (RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Storage = storage }, Ct))
        {
            await PushAsync(registry, NoCredentials());
            From(registry.Host);
            port = registry.Port;
        }

        await FailsAsync("BK5202", $"nothing answers at 127.0.0.1:{port}");

        await using RegistryProcess again = await RegistryProcess.StartAsync(new RegistryProcessOptions { Storage = storage, Port = port }, Ct);
        await WorksAsync();
    }

    [Fact]
    public async Task A_connection_that_is_cut_half_way_again_and_again_is_given_up_and_continued_by_the_next_build()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await using var server = new FaultServer(registry.Host);
        await PushAsync(registry, NoCredentials());
        From(server.Host);
        server.Rule = request => request.IsBlobRead ? new Fault { CutAfter = 20 } : null;
        await FailsAsync("BK5207", server.Host);

        server.Rule = _ => null;
        await WorksAsync();
    }

    [Theory]
    [InlineData("/blobs/")]
    [InlineData("/manifests/")]
    public async Task Other_bytes_than_the_digest_says_are_refused_and_not_kept(string kind)
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await using var server = new FaultServer(registry.Host);
        await PushAsync(registry, NoCredentials());
        From(server.Host);
        server.Rule = request => new Fault { FlipByte = request.Method == "GET" && request.Path.Contains(kind, StringComparison.Ordinal) };
        await FailsAsync("BK5011", server.Host);

        server.Rule = _ => null;
        await WorksAsync();
    }

    [Fact]
    public async Task A_build_that_is_killed_while_it_pulls_leaves_nothing_half_written()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), Ct);
        await using var server = new FaultServer(registry.Host);
        await PushAsync(registry, NoCredentials());
        From(server.Host);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Rule = request =>
        {
            if (!request.IsBlobRead)
            {
                return null;
            }

            reading.TrySetResult();
            return new Fault { StallAfter = 20 };
        };
        using (Process build = folder.Start(["build", "--output", "oci:out"]))
        {
            await reading.Task.WaitAsync(TimeSpan.FromMinutes(1), Ct);
            build.Kill();
            await build.WaitForExitAsync(Ct);
        }

        Leftovers.AssertWhole(folder.Store);
        server.Rule = _ => null;
        await WorksAsync();
    }

    [Fact]
    public async Task A_service_that_is_no_registry_is_told()
    {
        await using var server = new FaultServer(null);
        server.Rule = _ => Fault.Answer(200, "<html>Welcome to the hotel's network</html>", ("Content-Type", "text/html"));
        From(server.Host);
        await FailsAsync("BK5", server.Host);
    }

    private static RegistryOptions NoCredentials() => RegistryOptions.Default;

    private static async Task PushAsync(RegistryProcess registry, RegistryOptions options)
    {
        using var client = new RegistryClient(options);
        IImageRepository repository = client.Repository(new ImageReference(registry.Host, "team/base", null, null));
        await repository.TagAsync(await SampleImage.WriteAsync(repository, "hello", Ct), "1", Ct);
    }

    private void From(string host) => folder.Write("Buildfile", $$"""
        image Api from "{{host}}/team/base:1" for ["linux/amd64"]
        {
            Write("/own.txt", "own");
        }

        """);

    private async Task FailsAsync(string code, string words)
    {
        ToolResult result = await folder.RunAsync("build");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Matches($@"^Buildfile\(1,\d+\): error {code}", result.Error);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BK4399", result.Error, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(folder);
    }

    private async Task WorksAsync()
    {
        ToolResult result = await folder.RunAsync("build", "--output", "oci:out");
        Assert.True(result.ExitCode == 0, result.ToString());
        await Leftovers.AssertNoneAsync(folder);
    }
}
