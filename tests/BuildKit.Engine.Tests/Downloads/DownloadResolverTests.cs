using BuildKit.Engine.Bases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Tests.Registries;

namespace BuildKit.Engine.Tests.Downloads;

public sealed class DownloadResolverTests : IDisposable
{
    private readonly DownloadWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_url_is_pinned_at_first_use_and_not_asked_again()
    {
        await using var server = new FileServer("one"u8.ToArray());
        BaseResolver resolver = world.Resolver(PullPolicy.Missing);
        Digest[] both = await Task.WhenAll(resolver.Downloads.ResolveAsync(server.Url, Ct), resolver.Downloads.ResolveAsync(server.Url, Ct));
        Assert.Equal([Digest.Of("one"u8), Digest.Of("one"u8)], both);
        Assert.Single(server.Requests);
        Assert.Null(server.Requests[0].Authorization);
        Assert.False(File.Exists(world.LockFile));
        Assert.True((await resolver.SaveLockAsync(Ct)).IsAny);
        Assert.False((await resolver.SaveLockAsync(Ct)).IsAny);
        Assert.Equal([Digest.Of("one"u8).Hex], world.Blobs);

        server.Content = "two"u8.ToArray();
        foreach (PullPolicy policy in new[] { PullPolicy.Missing, PullPolicy.Locked, PullPolicy.Never })
        {
            Assert.Equal(Digest.Of("one"u8), await world.Resolver(policy).Downloads.ResolveAsync(server.Url, Ct));
        }

        Assert.Single(server.Requests);
        BaseResolver update = world.Resolver(PullPolicy.Always);
        Assert.Equal(Digest.Of("two"u8), await update.Downloads.ResolveAsync(server.Url, Ct));
        LockChange change = await update.SaveLockAsync(Ct);
        Assert.Equal((Digest.Of("one"u8), Digest.Of("two"u8)), (change.Before.Downloads[server.Url], change.After.Downloads[server.Url]));
    }

    [Theory]
    [InlineData(PullPolicy.Locked, ExecutionErrorCodes.BaseNotLocked)]
    [InlineData(PullPolicy.Never, ExecutionErrorCodes.BaseNotLocal)]
    public async Task What_is_not_pinned_is_not_asked_for_where_it_may_not_be(PullPolicy policy, string code)
    {
        await using var server = new FileServer("one"u8.ToArray());
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => world.Resolver(policy).Downloads.ResolveAsync(server.Url, Ct));
        Assert.Equal(code, failure.Code);
        Assert.Contains(server.Url, failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_cut_goes_on_at_the_same_byte()
    {
        byte[] content = Content();
        await using var server = new FileServer(content);
        server.Misbehave = request => request.Range is null ? server.Give(request) with { CutAfter = 700_000 } : null;
        Assert.Equal(Digest.Of(content), await world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(server.Url, Ct));
        Assert.Equal(2, server.Requests.Length);
        Assert.StartsWith("bytes=", server.Requests[1].Range, StringComparison.Ordinal);
        Assert.Equal([Digest.Of(content).Hex], world.Blobs);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task A_connection_that_is_cut_begins_anew_where_the_server_cannot_say_that_the_file_is_the_same(string? tag)
    {
        byte[] content = Content();
        await using var server = new FileServer(content) { Tag = tag };
        server.Misbehave = request => server.Requests.Length <= 1 ? server.Give(request) with { CutAfter = 700_000 } : null;
        Assert.Equal(Digest.Of(content), await world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(server.Url, Ct));
        Assert.DoesNotContain(server.Requests, request => request.Range is not null);
    }

    [Fact]
    public async Task A_file_that_becomes_another_one_meanwhile_is_never_put_together_of_both()
    {
        byte[] content = Content();
        await using var server = new FileServer(content);
        server.Misbehave = request =>
        {
            if (request.Range is null && server.Tag == "\"one\"")
            {
                Fault cut = server.Give(request) with { CutAfter = 700_000 };
                server.Content = [.. content.Reverse()];
                server.Tag = "\"two\"";
                return cut;
            }

            return null;
        };
        Assert.Equal(Digest.Of(content.Reverse().ToArray()), await world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(server.Url, Ct));
    }

    [Theory]
    [InlineData(503, 5, "answered 503")]
    [InlineData(429, 5, "answered 429")]
    [InlineData(404, 1, "Check the URL")]
    [InlineData(401, 1, "sends no login")]
    public async Task A_server_that_refuses_is_named_and_asked_again_only_where_that_may_help(int status, int requests, string says)
    {
        await using var server = new FileServer([]) { Misbehave = _ => Fault.Answer(status) };
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(server.Url, Ct));
        Assert.Equal(ExecutionErrorCodes.DownloadFailed, failure.Code);
        Assert.Contains(says, failure.Message + failure.Advice, StringComparison.Ordinal);
        Assert.Contains(server.Url, failure.Message, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Length);
        Assert.Empty(world.Blobs);
    }

    [Fact]
    public async Task Nobody_there_is_told_with_the_address()
    {
        string url;
        await using (var gone = new FileServer([]))
        {
            url = gone.Url;
        }

        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(url, Ct));
        Assert.Equal(ExecutionErrorCodes.DownloadFailed, failure.Code);
        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_followed_to_an_end()
    {
        await using var server = new FileServer("one"u8.ToArray());
        server.Misbehave = request => request.Path == "/files/tool.bin" ? Fault.Answer(302, "", ("Location", "../elsewhere?x=1")) : null;
        Assert.Equal(Digest.Of("one"u8), await world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(server.Url, Ct));
        Assert.Equal(["/files/tool.bin", "/elsewhere?x=1"], server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("tool.bin", "more than 10 redirects")]
    [InlineData("file:///etc/passwd", "no http or https address")]
    [InlineData("", "no http or https address")]
    public async Task A_redirect_that_leads_nowhere_is_refused(string location, string says)
    {
        await using var server = new FileServer([]) { Misbehave = _ => location.Length == 0 ? Fault.Answer(302) : Fault.Answer(302, "", ("Location", location)) };
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => world.Resolver(PullPolicy.Missing).Downloads.ResolveAsync(server.Url, Ct));
        Assert.Equal(ExecutionErrorCodes.DownloadRedirectRefused, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Content()
    {
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        return content;
    }
}
