using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>Commits of a real Git server: pinned by the first build, the same from then on, on every machine.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class CheckoutTests(Workshop workshop)
{
    [Fact]
    public async Task A_branch_stays_at_its_commit_until_it_is_updated_and_a_warm_build_needs_no_server()
    {
        using TemporaryRepository source = TemporaryRepository.Create();
        source.Commit("one.txt");
        string folder;
        BuildRun first;
        using (var server = new GitServer(source))
        {
            folder = workshop.Project("checkout", $$"""
                param string family = "";

                image Sources from scratch
                {
                    Checkout("{{server.Url}}", to: "/src", ref: "main");
                }
                """);
            (await Workshop.BuildKit(workshop.Store, "build", "--locked").In(folder).RunAsync()).ShouldExit(1);

            first = await workshop.BuildAsync(folder, workshop.Store);
            Assert.Single(first.Ran);
            SchemaFolder.Ours.Validate("lock.schema.json", await File.ReadAllTextAsync(Path.Combine(folder, "buildkit.lock"), TestContext.Current.CancellationToken));

            string moved = source.Commit("two.txt");
            server.Push();
            string other = Path.Combine(workshop.Folder, "checkout-store");
            BuildRun elsewhere = await workshop.BuildAsync(folder, other, "--locked");
            Assert.Equal(first.DigestOf("Sources"), elsewhere.DigestOf("Sources"));

            CommandResult update = await Workshop.BuildKit(other, "update").In(folder).RunAsync();
            update.ShouldExit(0);
            Assert.Contains(moved, update.Output, StringComparison.Ordinal);
            BuildRun updated = await workshop.BuildAsync(folder, other, "--locked");
            Assert.Single(updated.Ran);
            Assert.NotEqual(first.DigestOf("Sources"), updated.DigestOf("Sources"));
        }

        // Nobody answers any more.
        Assert.Empty((await workshop.BuildAsync(folder, Path.Combine(workshop.Folder, "checkout-store"), "--locked")).Ran);
    }
}
