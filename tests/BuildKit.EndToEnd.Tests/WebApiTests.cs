using System.Text.Json;
using System.Text.RegularExpressions;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

[Collection(nameof(WorkshopCollection))]
public sealed partial class WebApiTests(Workshop workshop)
{
    [Fact]
    public async Task A_build_is_cold_once_then_cached_whole_then_runs_only_what_a_changed_line_reaches()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-cache");
        string store = Path.Combine(workshop.Folder, "store-cache");

        CommandResult cold = await Build(folder, store);
        CommandResult warm = await Build(folder, store);
        Assert.NotEmpty(Outcomes(cold, "ran"));
        Assert.Empty(Outcomes(warm, "ran"));

        string source = Path.Combine(folder, "src", "Greetings", "Greeting.cs");
        await File.WriteAllTextAsync(source, (await File.ReadAllTextAsync(source)).Replace("Hello, ", "Good day, ", StringComparison.Ordinal));
        CommandResult changed = await Build(folder, store);
        Assert.DoesNotContain(Outcomes(changed, "ran"), step => step.Contains("dotnet restore", StringComparison.Ordinal));
        Assert.Contains(Outcomes(changed, "ran"), step => step.Contains("dotnet publish", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_comment_that_changes_no_output_ends_at_the_publish_step()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-cutoff");
        string readme = Path.Combine(folder, "NOTES.txt");
        await Build(folder, workshop.Store);

        await File.WriteAllTextAsync(readme, "Read by the copy, and by nothing that is published.");
        CommandResult changed = await Build(folder, workshop.Store);

        Assert.Contains(Outcomes(changed, "ran"), step => step.Contains("dotnet publish", StringComparison.Ordinal));
        Assert.DoesNotContain(Outcomes(changed, "ran"), step => step.StartsWith("Copy /out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_service_runs_and_answers()
    {
        string folder = await workshop.CheckoutAsync("webapi", "webapi-run");
        await Build(folder, workshop.Store);
        int port = Registry.FreePort();
        using System.Diagnostics.Process service = Workshop
            .BuildKit(workshop.Store, ["run", "--network", "host", "-e", $"ASPNETCORE_HTTP_PORTS={port}", "api:latest"]).In(folder).Start();
        try
        {
            Assert.Equal("healthy", await AnswerAsync(new Uri($"http://127.0.0.1:{port}/health"), service));
            Assert.StartsWith("Hello, Ada!", await AnswerAsync(new Uri($"http://127.0.0.1:{port}/hello/ada"), service), StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex("\"step\"")]
    private static partial Regex StepMark();

    private Task<CommandResult> Build(string folder, string store) => BuildAsync(workshop, folder, store);

    internal static async Task<CommandResult> BuildAsync(Workshop workshop, string folder, string store, params string[] more) =>
        (await Workshop.BuildKit(store, ["build", "--progress", "json", .. workshop.Bases, .. more]).In(folder).RunAsync()).ShouldExit(0);

    private static async Task<string> AnswerAsync(Uri address, System.Diagnostics.Process service)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await client.GetStringAsync(address);
            }
            catch (HttpRequestException) when (attempt < 200 && !service.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static List<string> Outcomes(CommandResult build, string outcome) => [];
}
