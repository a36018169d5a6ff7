using BuildKit.Engine.Bases;
using BuildKit.Engine.Tests.Downloads;
using BuildKit.Oci;

namespace BuildKit.Engine.Tests.Checkouts;

public sealed class CheckoutResolverTests : IDisposable
{
    private const string Url = "https://example.com/a.git";
    private static readonly string One = new('1', 40);
    private static readonly string Two = new('2', 40);

    private readonly DownloadWorld world = new();
    private readonly FakeRemotes git = new() { References = { [(Url, "main")] = One } };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_branch_is_pinned_at_first_use_and_not_asked_again_until_it_is_updated()
    {
        BaseResolver resolver = Resolver(PullPolicy.Missing);
        Assert.Equal([One, One], await Task.WhenAll(resolver.Checkouts.ResolveAsync(Url, "main", Ct), resolver.Checkouts.ResolveAsync(Url, "main", Ct)));
        Assert.False(File.Exists(world.LockFile));
        Assert.True((await resolver.SaveLockAsync(Ct)).IsAny);
        Assert.False((await resolver.SaveLockAsync(Ct)).IsAny);

        git.References[(Url, "main")] = Two;
        foreach (PullPolicy policy in new[] { PullPolicy.Missing, PullPolicy.Locked, PullPolicy.Never })
        {
            Assert.Equal(One, await Resolver(policy).Checkouts.ResolveAsync(Url, "main", Ct));
        }

        Assert.Single(git.Calls);
        BaseResolver update = Resolver(PullPolicy.Always);
        Assert.Equal(Two, await update.Checkouts.ResolveAsync(Url, "main", Ct));
        LockChange change = await update.SaveLockAsync(Ct);
        Assert.Equal((One, Two), (change.Before.FindCheckout(Url, "main"), change.After.FindCheckout(Url, "main")));
        Assert.Equal(2, git.Calls.Length);
    }

    [Theory]
    [InlineData(PullPolicy.Locked, "main", ExecutionErrorCodes.BaseNotLocked, 0)]
    [InlineData(PullPolicy.Never, "main", ExecutionErrorCodes.BaseNotLocal, 0)]
    [InlineData(PullPolicy.Missing, "other", ExecutionErrorCodes.CommitMissing, 1)]
    [InlineData(PullPolicy.Missing, "HEAD", ExecutionErrorCodes.CommitMissing, 1)]
    public async Task What_may_not_be_asked_for_or_is_not_there_is_told_by_name(PullPolicy policy, string reference, string code, int calls)
    {
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => Resolver(policy).Checkouts.ResolveAsync(Url, reference, Ct));
        Assert.Equal(code, failure.Code);
        Assert.Contains(Url, failure.Message, StringComparison.Ordinal);
        Assert.Equal(calls, git.Calls.Length);
    }

    [Fact]
    public async Task A_program_without_Git_says_so()
    {
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => world.Resolver(PullPolicy.Missing).Checkouts.ResolveAsync(Url, "main", Ct));
        Assert.Equal(ExecutionErrorCodes.NoGit, failure.Code);
    }

    private BaseResolver Resolver(PullPolicy policy) => new(world.Sources with { Git = git }, policy);
}
