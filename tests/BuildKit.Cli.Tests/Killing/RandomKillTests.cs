using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Engine.Store;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Files;
using BuildKit.Tests.Registries;
using BuildKit.Tests.Rounds;

namespace BuildKit.Cli.Tests.Killing;

/// <summary>kill -9 at random moments of a build that runs, commits, compresses and pushes: nothing is lost and nothing is left.</summary>
public sealed class RandomKillTests
{
    private const int Texts = 3;
    private const int MostLines = 24;
    private const int LongestPause = 120;

    [Fact]
    public async Task A_build_that_is_killed_at_a_random_moment_loses_nothing_and_leaves_nothing()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);
        using var build = new KilledBuild();
        string[] digests = await DigestsAsync(build);
        string kept = "";
        int killed = 0, running = 0, pushed = 0;
        foreach ((int round, int seed) in TestRounds.Seeds(few: 4, many: 200).Index())
        {
            var random = new Random(seed);
            if (round % Texts == 0)
            {
                // From here on there is something to do again, whatever the text.
                await Tool.RunAsync("rm", "-rf", build.Folder.Store);
                kept = (await build.Folder.RunAsync("build", "Kept", "--quiet")).Output.Trim();
            }

            int text = round % Texts;
            string reference = $"{registry.Host}/team/app-{round}:1";
            using (Process process = build.Start(text, reference, inNamespace: random.Next(4) == 0))
            {
                bool wasRunning = await KillAsync(process, random, build.Mark);
                killed += process.ExitCode == 0 ? 0 : 1;
                running += wasRunning ? 1 : 0;
            }

            await Leftovers.UntilEndedAsync(build.Mark);
            string[] cgroups = [.. Leftovers.OrphanedCgroups()];
            pushed += await ResolveAsync(reference) is null ? 0 : 1;
            Assert.True(digests[text] == await build.DigestAsync(text), $"another digest after a kill; to see it again: {TestRounds.Again(seed)}");
            await UntilRemovedAsync(build, text, cgroups);
            AssertNothingIsLeft(build);
            AssertNamed(build, kept, digests[text]);
            await AssertPushedAsync(build, reference, digests[text]);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} killed before their end, {running} of them while a step ran, {pushed} with the image pushed already");
    }

    private static async Task<string[]> DigestsAsync(KilledBuild build)
    {
        var digests = new string[Texts];
        for (int text = 0; text < Texts; text++)
        {
            digests[text] = await build.DigestAsync(text);
        }

        Assert.Distinct(digests);
        return digests;
    }

    // A number of lines reaches every phase, however slow the machine is; the pause behind it reaches what lies between two lines.
    private static async Task<bool> KillAsync(Process process, Random random, string mark)
    {
        for (int lines = random.Next(MostLines); lines > 0 && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is not null; lines--)
        {
        }

        await Task.Delay(random.Next(LongestPause), TestContext.Current.CancellationToken);
        bool wasRunning = Leftovers.Processes(mark).Count > 0;
        process.Kill(entireProcessTree: random.Next(2) == 0);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return wasRunning;
    }

    // Every run removes those of the tools that have ended. One whose last process is not quite gone is left to the next run.
    private static async Task UntilRemovedAsync(KilledBuild build, int text, string[] cgroups)
    {
        for (int builds = 0; cgroups.FirstOrDefault(Directory.Exists) is { } left; builds++)
        {
            Assert.True(builds < 20, $"{left} is left");
            await build.DigestAsync(text);
        }
    }

    private static void AssertNothingIsLeft(KilledBuild build)
    {
        Leftovers.AssertNoneButCgroups(build.Folder, build.Mark);
        Assert.DoesNotContain(Directory.EnumerateFiles("/dev/shm", "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }), file => Holds(file, build.Secret));
    }

    private static bool Holds(string file, string secret)
    {
        try
        {
            return new FileInfo(file).Length == secret.Length && File.ReadAllText(file) == secret;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another test's, gone between listing and reading.
            return false;
        }
    }

    private static void AssertNamed(KilledBuild build, string kept, string digest)
    {
        using LocalStore store = LocalStore.Open(new StorePaths(build.Folder.Store));
        Dictionary<string, string> names = store.Images().ToDictionary(image => image.Name, image => image.Manifest.Digest.ToString(), StringComparer.Ordinal);
        Assert.Equal(kept, names["kept:latest"]);
        Assert.Equal(digest, names["api:latest"]);
    }

    private static async Task AssertPushedAsync(KilledBuild build, string reference, string digest)
    {
        ToolResult push = await build.Folder.RunAsync("push", "api", reference);
        Assert.True(push.ExitCode == 0, push.ToString());
        Assert.Equal(digest, (await ResolveAsync(reference))?.Digest.ToString());
    }

    private static async Task<Descriptor?> ResolveAsync(string text)
    {
        ImageReference reference = ImageReference.Parse(text);
        using var client = new RegistryClient(RegistryOptions.Default);
        return await client.Repository(reference).ResolveAsync(reference.TagOrDigest, TestContext.Current.CancellationToken);
    }
}
