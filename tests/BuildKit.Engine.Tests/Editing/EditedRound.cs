using System.Text;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Store;
using BuildKit.Tests.Rounds;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>
/// One Buildfile with its context and its stores: one that is kept from build to build and now and then exports to a remote cache, one in which every step runs again, one
/// that is used rarely and reads from the remote cache, and new ones.
/// </summary>
internal sealed class EditedRound : IDisposable
{
    private readonly Random random;
    private readonly EditedStore bases;
    private readonly string folder;
    private readonly EditedContext context;
    private readonly EditedBuildfile buildfile;
    private readonly StringBuilder story;
    private EditedStore kept = null!;
    private EditedStore again = null!;
    private EditedStore rare = null!;
    private LocalStore cache = null!;
    private bool exported;
    private int builds;

    private EditedRound(int seed, EditedStore bases, string folder)
    {
        random = new Random(seed);
        this.bases = bases;
        this.folder = folder;
        context = new EditedContext(random, ContextFolder);
        buildfile = new EditedBuildfile(random);
        story = new StringBuilder($"To see it again: {TestRounds.Again(seed)}\n");
    }

    // Any repository will do for a remote cache.
    private CachePlace Cache => new(cache, "cache:latest");

    private string ContextFolder => Path.Combine(folder, "context");

    public static async Task<EditedRound> BeginAsync(int seed, EditedStore bases, string folder)
    {
        var round = new EditedRound(seed, bases, folder);
        round.kept = await bases.CopyAsync(Path.Combine(folder, "kept"), round.ContextFolder);
        round.again = await bases.CopyAsync(Path.Combine(folder, "again"), round.ContextFolder);
        round.rare = await bases.CopyAsync(Path.Combine(folder, "rare"), round.ContextFolder);
        round.cache = LocalStore.Open(new StorePaths(Path.Combine(folder, "cache")));
        return round;
    }

    /// <summary>Makes some edits; none where the first build is still to come.</summary>
    public void Edit(int edit)
    {
        for (int count = edit == 0 ? 0 : random.Next(1, 4); count > 0; count--)
        {
            story.Append(random.Once(12) ? kept.Lose(random) : random.Once(2) ? buildfile.Edit() : context.Edit()).Append('\n');
        }
    }

    /// <summary>Takes the statement away that failed.</summary>
    public void Repair(EditedOutcome failed) => buildfile.RemoveLine(failed.Line);

    /// <summary>Builds with what is cached, and again without it or by way of a remote cache; the test fails where that differs.</summary>
    public async Task<EditedOutcome> BuildAsync()
    {
        bool export = random.Once(2);
        EditedOutcome cached = await kept.BuildAsync(buildfile.ToString(), request => request with { CacheTo = export ? new CacheExport(Cache, EveryStep: true) : null });
        exported = export && cached.Failure is null;
        story.Append($"build {builds++}: {cached.Failure ?? cached.Lines[^1]}\n");

        // Of the builds that fail, most are left alone, since they say little.
        if (cached.Failure is null || random.Once(4))
        {
            EditedOutcome clean = await BuildCleanAsync();
            if (cached.DifferenceTo(clean) is { } difference)
            {
                Assert.Fail($"cached / clean: {difference}\n{story}\n{buildfile}\n{context}");
            }
        }

        return cached;
    }

    public void Dispose()
    {
        kept.Dispose();
        again.Dispose();
        rare.Dispose();
        cache.Dispose();
    }

    private async Task<EditedOutcome> BuildCleanAsync()
    {
        // The remote cache has a third of the builds; the others know nothing at all.
        switch (random.Next(6))
        {
            case 0 or 1:
                return await again.BuildAsync(buildfile.ToString(), request => request with { NoCache = true });
            case 2:
                return await rare.BuildAsync(buildfile.ToString(), request => request with { CacheFrom = [Cache] });
            case 3 or 4:
                return await BuildFreshAsync(request => request);
            default:
                EditedOutcome outcome = await BuildFreshAsync(request => request with { CacheFrom = [Cache] });
                if (exported && outcome.Ran > 0)
                {
                    Assert.Fail($"{outcome.Ran} steps ran that the remote cache has\n{story}\n{buildfile}\n{context}");
                }

                return outcome;
        }
    }

    private async Task<EditedOutcome> BuildFreshAsync(Func<BuildRequest, BuildRequest> change)
    {
        using EditedStore fresh = await bases.CopyAsync(Path.Combine(folder, $"fresh{builds}"), ContextFolder);
        return await fresh.BuildAsync(buildfile.ToString(), change);
    }
}
