using System.Diagnostics;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

[Collection(nameof(WorkshopCollection))]
public sealed class WebApiTests(Workshop workshop)
{
    [Fact]
    [Trait("Form", "either")]
    public async Task A_build_is_cached_whole_the_second_time_and_then_runs_only_what_a_changed_line_reaches_and_gives_its_layer_alone_and_without_a_container_the_same_image()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-cache");
        string store = Path.Combine(workshop.Folder, "store-cache");
        string assets = Directory.CreateDirectory(Path.Combine(folder, "src", "Api", "wwwroot")).FullName;
        await File.WriteAllTextAsync(Path.Combine(assets, "site.css"), "body { color: black }", TestContext.Current.CancellationToken);

        BuildRun cold = await workshop.BuildAsync(folder, store);
        BuildRun warm = await workshop.BuildAsync(folder, store);
        Assert.Contains(cold.Ran, step => step.Contains("dotnet restore", StringComparison.Ordinal));
        Assert.Equal(["packages", "references", "content", "app"], PartsOf(cold));
        Assert.Empty(warm.Ran);
        Assert.Equal(cold.DigestOf("Api"), warm.DigestOf("Api"));

        await SourceEdit.ReplaceAsync(Path.Combine(folder, "src", "Greetings", "Greeting.cs"), "Hello, ", "Good day, ");
        BuildRun changed = await workshop.BuildAsync(folder, store);
        Assert.Contains(changed.Ran, step => step.Contains("dotnet publish", StringComparison.Ordinal));
        Assert.DoesNotContain(changed.Ran, step => step.Contains("dotnet restore", StringComparison.Ordinal));
        Assert.Equal(["references"], PartsOf(changed));
        Assert.NotEqual(warm.DigestOf("Api"), changed.DigestOf("Api"));

        BuildRun host = await workshop.BuildAsync(folder, store, "--dotnet", "host");
        Assert.Contains(host.Ran, step => step.StartsWith("Publish src/Api/Api.csproj with this machine's SDK", StringComparison.Ordinal));
        Assert.Equal(changed.DigestOf("Api"), host.DigestOf("Api"));
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_change_that_gives_the_same_output_ends_at_the_step_that_gave_it()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-cutoff");
        BuildRun before = await workshop.BuildAsync(folder, workshop.Store);

        await File.WriteAllTextAsync(Path.Combine(folder, "NOTES.txt"), "In no project's folder.", TestContext.Current.CancellationToken);
        Assert.Empty((await workshop.BuildAsync(folder, workshop.Store)).Ran);

        await File.WriteAllTextAsync(Path.Combine(folder, "src", "Greetings", "NOTES.txt"), "Copied, and read by nothing.", TestContext.Current.CancellationToken);
        BuildRun after = await workshop.BuildAsync(folder, workshop.Store);

        Assert.Contains(after.Ran, step => step.Contains("dotnet publish", StringComparison.Ordinal));
        Assert.Empty(PartsOf(after));
        Assert.Equal(before.DigestOf("Api"), after.DigestOf("Api"));
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_change_of_what_restore_reads_restores_again()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-restore");
        BuildRun before = await workshop.BuildAsync(folder, workshop.Store);
        await SourceEdit.ReplaceAsync(Path.Combine(folder, "Directory.Build.props"), "</PropertyGroup>", "  <Version>2.0.0</Version>\n  </PropertyGroup>");
        BuildRun after = await workshop.BuildAsync(folder, workshop.Store);
        Assert.Contains(after.Ran, step => step.Contains("dotnet restore", StringComparison.Ordinal));
        Assert.NotEqual(before.DigestOf("Api"), after.DigestOf("Api"));
    }

    [Fact]
    public async Task What_MSBuild_finds_wrong_is_shown_at_the_Buildfiles_line()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-broken");
        await File.WriteAllTextAsync(Path.Combine(folder, "src", "Greetings", "Greetings.csproj"), "<Project>\n  <Broken", TestContext.Current.CancellationToken);
        CommandResult failed = await Workshop.BuildKit(workshop.Store, "build").In(folder).RunAsync();
        failed.ShouldExit(3);
        Assert.Matches(@"Buildfile\(\d+,\d+\): error BK2570: src/Api/Api\.csproj cannot be evaluated: ", failed.Error);
        Assert.Contains("src/Greetings/Greetings.csproj(2,", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_runs_and_answers()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-run");
        await workshop.BuildAsync(folder, workshop.Store);
        int port = Registry.FreePort();
        using Process service = Workshop
            .BuildKit(workshop.Store, "run", "--network", "host", "-e", $"ASPNETCORE_HTTP_PORTS={port}", "api:latest").In(workshop.Folder).Start();
        try
        {
            Assert.Equal("healthy", await Service.AnswerAsync(new Uri($"http://127.0.0.1:{port}/health"), () => service.HasExited));
            Assert.StartsWith("Hello, Ada!", await Service.AnswerAsync(new Uri($"http://127.0.0.1:{port}/hello/ada"), () => service.HasExited), StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_watched_service_answers_with_the_new_text_and_ends_with_the_watch()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-watch");
        int port = Registry.FreePort();
        var hello = new Uri($"http://127.0.0.1:{port}/hello/ada");
        await using Watch watch = await Watch.StartAsync(
            Workshop.BuildKit(workshop.Store, ["watch", "Api", "--run", "--network", "host", "-e", $"ASPNETCORE_HTTP_PORTS={port}", .. workshop.Bases]).In(folder));
        Assert.StartsWith("Hello, Ada!", await Service.AnswerAsync(hello), StringComparison.Ordinal);

        await SourceEdit.ReplaceAsync(Path.Combine(folder, "src", "Greetings", "Greeting.cs"), "Hello, ", "Good day, ");
        string change = await watch.ChangeAsync();
        Assert.Contains("\nchanged: src/Greetings/Greeting.cs\n", change, StringComparison.Ordinal);
        Assert.Contains("\napi:latest restarted\n", change, StringComparison.Ordinal);
        Assert.StartsWith("Good day, Ada!", await Service.AnswerAsync(hello), StringComparison.Ordinal);

        Assert.Equal(130, (await watch.InterruptAsync()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => Service.AnswerAsync(hello, () => true));
    }

    [Fact]
    public async Task An_image_that_is_not_here_is_pulled_before_it_runs()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-pull");
        string name = $"{workshop.Registry.Address}/pulled/api:1.0";
        await workshop.BuildAsync(folder, workshop.Store, "--tag", name, "--push");

        CommandResult listed = await Workshop
            .BuildKit(Path.Combine(workshop.Folder, "store-pull"), "run", "--entrypoint", "/usr/bin/dotnet", name, "--list-runtimes")
            .In(workshop.Folder).RunAsync();

        listed.ShouldExit(0);
        Assert.StartsWith($"Pulled {name}, sha256:", listed.Error, StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore.App", listed.Output, StringComparison.Ordinal);
    }

    // A part without files gives no layer, and its step neither runs nor is cached.
    private static IEnumerable<string> PartsOf(BuildRun build) =>
        build.Ran.Where(step => step.StartsWith("Copy /publish/", StringComparison.Ordinal)).Select(step => step.Split(' ', '/')[3]);
}
