using System.Collections.Immutable;
using System.Text;
using BuildKit.Facts.Remotes;
using BuildKit.Graph.Facts;
using BuildKit.Oci;

namespace BuildKit.Facts.Tests.Remotes;

/// <summary>Against a real Git server.</summary>
public sealed class GitRemotesTests : IDisposable
{
    private readonly TemporaryRepository source = TemporaryRepository.Create();
    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-remotes-").FullName;
    private readonly GitRemotes remotes = new();
    private readonly Lazy<GitServer> server;

    public GitRemotesTests() => server = new Lazy<GitServer>(() => new GitServer(source));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private GitServer Server => server.Value;

    private string Copy => Path.Combine(folder, "copy");

    public void Dispose()
    {
        if (server.IsValueCreated)
        {
            Server.Dispose();
        }

        source.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_name_is_a_tag_before_a_branch_and_a_tag_is_the_commit_behind_it()
    {
        string one = source.Commit();
        source.Git("tag", "v1");
        source.Git("tag", "-a", "v1-annotated", "-m", "one");
        source.Git("tag", "both");
        string two = source.Commit();
        source.Git("branch", "both");
        source.Git("branch", "feature/x");

        Assert.Equal(two, await Resolve("HEAD"));
        Assert.Equal(two, await Resolve("main"));
        Assert.Equal(two, await Resolve("feature/x"));
        Assert.Equal(one, await Resolve("v1"));
        Assert.Equal(one, await Resolve("v1-annotated"));
        Assert.Equal(one, await Resolve("both"));
        Assert.Equal(two, await Resolve("refs/heads/both"));
        Assert.Equal(two, await Resolve("heads/both"));
        Assert.Null(await Resolve("v2"));
        Assert.Null(await Resolve(one[..12]));
        Assert.Equal(0, Server.Fetches);

        Task<string?> Resolve(string reference) => remotes.ResolveAsync(Server.Url, reference, Ct);
    }

    [Fact]
    public async Task An_empty_repository_has_no_commit_of_its_own() => Assert.Null(await remotes.ResolveAsync(Server.Url, "HEAD", Ct));

    [Fact]
    public async Task A_commit_comes_by_the_name_that_it_has_and_later_ones_by_what_is_new()
    {
        string one = source.Commit();
        Assert.False(remotes.Contains(Copy, one));
        long bytes = 0;
        Assert.True(await remotes.FetchAsync(Server.Url, one, Copy, received => bytes = received, Ct));
        Assert.True(bytes > 0);
        Assert.True(remotes.Contains(Copy, one));

        string two = source.Commit();
        Assert.False(remotes.Contains(Copy, two));
        Server.Push();
        Assert.True(await remotes.FetchAsync(Server.Url, two, Copy, received => bytes = received, Ct));
        Assert.True(remotes.Contains(Copy, one));
        Assert.True(remotes.Contains(Copy, two));
        Assert.Equal(2, Server.Fetches);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_without_a_name_comes_by_its_digits_or_with_all_names(bool allowsDigits)
    {
        string one = source.Commit();
        source.Commit();
        source.Git("branch", "other");
        source.GitIn(Server.Bare, "config", "uploadpack.allowAnySHA1InWant", allowsDigits ? "true" : "false");
        Assert.True(await remotes.FetchAsync(Server.Url, one, Copy, _ => { }, Ct));
    }

    [Fact]
    public async Task A_commit_that_was_taken_away_does_not_come()
    {
        source.Commit();
        string gone = source.Commit();
        source.Git("reset", "-q", "--hard", "HEAD~1");
        Assert.False(await remotes.FetchAsync(Server.Url, gone, Copy, _ => { }, Ct));
        Assert.False(remotes.Contains(Copy, gone));
    }

    [Fact]
    public async Task What_a_name_means_must_be_a_commit()
    {
        source.Commit();
        source.Git("tag", "folder", source.Git("rev-parse", "HEAD^{tree}"));
        string tree = (await remotes.ResolveAsync(Server.Url, "folder", Ct))!;
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => remotes.FetchAsync(Server.Url, tree, Copy, _ => { }, Ct));
        Assert.Equal(FactErrorCodes.NoCommit, failure.Code);
        Assert.Contains("but a tree", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "sends no login")]
    [InlineData(403, "sends no login")]
    [InlineData(404, "Check the URL")]
    [InlineData(500, "git ls-remote")]
    public async Task A_server_that_refuses_is_named(int status, string says)
    {
        Server.Status = status;
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => remotes.ResolveAsync(Server.Url, "HEAD", Ct));
        Assert.Equal(FactErrorCodes.FetchFailed, failure.Code);
        Assert.Contains(Server.Url, failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_and_so_is_one_that_nobody_waits_for()
    {
        var silence = new TaskCompletionSource();
        Server.Silence = silence.Task;
        var hasty = new GitRemotes(TimeSpan.FromMilliseconds(200));
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => hasty.ResolveAsync(Server.Url, "HEAD", Ct));
        Assert.Equal(FactErrorCodes.FetchFailed, failure.Code);
        Assert.Contains("nothing came", failure.Message, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        Task<string?> asked = remotes.ResolveAsync(Server.Url, "HEAD", stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        silence.SetResult();
    }

    [Fact]
    public async Task All_kinds_of_names_come_out_as_Git_keeps_them()
    {
        Directory.CreateDirectory(source.Path("src/deep"));
        File.WriteAllText(source.Path("src/deep/ä.txt"), "one\r\n");
        File.WriteAllText(source.Path(".gitattributes"), "*.txt text eol=lf\n");
        File.WriteAllText(source.Path("run.sh"), "#!/bin/sh\n");
        source.Git("config", "core.fileMode", "false");
        source.Git("add", "-A");
        source.Git("update-index", "--chmod=+x", "run.sh");
        File.CreateSymbolicLink(source.Path("link"), "../../etc/passwd");
        source.Git("update-index", "--add", "--cacheinfo", $"160000,{new string('1', 40)},vendor/other");
        string commit = await FetchedAsync(source.Commit("empty"));

        Assert.Equal(
            [
                "File /.gitattributes 18", "File /empty 2", "SymbolicLink /link ../../etc/passwd", "Executable /run.sh 10", "Folder /src", "Folder /src/deep", "File /src/deep/ä.txt 4",
            ],
            Export(commit).Where(entry => !entry.Path.ToString().StartsWith("/vendor", StringComparison.Ordinal)).Select(Text).Order(StringComparer.Ordinal).OrderBy(text => text[text.IndexOf('/', StringComparison.Ordinal)..], StringComparer.Ordinal));
        Assert.Equal(["File /deep/ä.txt", "Folder /deep"], Export(commit, "src").Select(entry => $"{entry.Kind} {entry.Path}").Order(StringComparer.Ordinal));
        GitEntry file = Export(commit, "src/deep").Single();
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(folder, "spool-src/deep".Replace('/', '-'), file.File)));
        Assert.Equal(Oci.Content.Digest.Of("one\n"u8), file.Content);
        foreach (string missing in new[] { "no", "run.sh", "link" })
        {
            Assert.Equal(FactErrorCodes.NoFolder, Assert.Throws<BuildKitException>(() => Export(commit, missing)).Code);
        }
    }

    [Fact]
    public async Task Submodules_are_told_and_not_followed()
    {
        source.Git("update-index", "--add", "--cacheinfo", $"160000,{new string('1', 40)},vendor/other");
        source.Git("commit", "-q", "-m", "a submodule");
        string commit = await FetchedAsync(source.Git("rev-parse", "HEAD"));
        Assert.Equal(["Folder /vendor", "Submodule /vendor/other"], Export(commit).Select(entry => $"{entry.Kind} {entry.Path}"));
    }

    [Theory]
    [InlineData(".git", "some file system takes for '.git'")]
    [InlineData(".GIT", "some file system takes for '.git'")]
    [InlineData(".gi\u200ct", "some file system takes for '.git'")]
    [InlineData(".git. ", "some file system takes for '.git'")]
    [InlineData(".git::$INDEX_ALLOCATION", "some file system takes for '.git'")]
    [InlineData("GIT~1", "some file system takes for '.git'")]
    [InlineData("..", "leads elsewhere")]
    [InlineData(".", "leads elsewhere")]
    [InlineData("../../etc/x", "holds a slash")]
    [InlineData("/etc/passwd", "holds a slash")]
    public async Task Names_that_lead_elsewhere_are_refused(string name, string says)
    {
        BuildKitException failure = await RefusedAsync([.. "100644 "u8, .. Encoding.UTF8.GetBytes(name), 0, .. Blob("x")]);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_are_no_text_or_stand_twice_are_refused()
    {
        byte[] blob = Blob("x");
        Assert.Contains("not UTF-8", (await RefusedAsync([.. "100644 a"u8, 0xFF, 0, .. blob])).Message, StringComparison.Ordinal);
        Assert.Contains("twice", (await RefusedAsync([.. "120000 a"u8, 0, .. blob, .. "100644 a"u8, 0, .. blob])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_lead_nowhere_are_refused() =>
        Assert.Contains("target is no path", (await RefusedAsync([.. "120000 a"u8, 0, .. Blob("")])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_copy_that_lost_something_is_told_and_not_half_used()
    {
        string commit = await FetchedAsync(source.Commit());
        foreach (string pack in Directory.EnumerateFiles(Copy, "*.pack", SearchOption.AllDirectories).ToArray())
        {
            File.Delete(pack);
            File.WriteAllBytes(pack, []);
        }

        Assert.False(remotes.Contains(Copy, commit));
        Assert.Equal(FactErrorCodes.CopyDamaged, Assert.Throws<DamagedCopyException>(() => Export(commit)).Code);
    }

    private ImmutableArray<GitEntry> Export(string commit, string? subfolder = null)
    {
        string spool = Directory.CreateDirectory(Path.Combine(folder, $"spool-{subfolder?.Replace('/', '-')}")).FullName;
        foreach (string old in Directory.EnumerateFiles(spool))
        {
            File.Delete(old);
        }

        return remotes.Export(Copy, commit, subfolder, spool, Ct);
    }

    private async Task<string> FetchedAsync(string commit)
    {
        Assert.True(await remotes.FetchAsync(Server.Url, commit, Copy, _ => { }, Ct));
        return commit;
    }

    // As no git program would make it, straight into the database.
    private async Task<BuildKitException> RefusedAsync(byte[] tree)
    {
        string commit = source.Git("commit-tree", "-m", "evil", Write("tree", tree));
        source.Git("update-ref", "refs/heads/main", commit);
        if (server.IsValueCreated)
        {
            Server.Push();
        }

        await FetchedAsync(commit);
        BuildKitException failure = Assert.Throws<BuildKitException>(() => Export(commit));
        Assert.Equal(FactErrorCodes.CommitRefused, failure.Code);
        Assert.Contains(commit, failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private byte[] Blob(string content) => Convert.FromHexString(Write("blob", Encoding.UTF8.GetBytes(content)));

    private string Write(string type, byte[] content)
    {
        string file = Path.Combine(folder, "object");
        File.WriteAllBytes(file, content);
        return source.Git("hash-object", "-w", "--literally", "-t", type, file);
    }

    private static string Text(GitEntry entry) => $"{entry.Kind} {entry.Path}" + entry.Kind switch
    {
        GitEntryKind.SymbolicLink => $" {entry.LinkTarget}",
        GitEntryKind.Folder => "",
        _ => $" {entry.Size}",
    };
}
