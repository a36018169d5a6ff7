using BuildKit.Engine.Context;
using BuildKit.Engine.Files;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Context;

public sealed class ContextScannerTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public void The_context_is_everything_but_git_in_byte_order()
    {
        folder.Write("a/file", "1");
        folder.Write("a-b", "2");
        folder.Write("buildkit.lock", "3");
        folder.Write(".git/HEAD", "4");
        folder.Write("sub/.git", "5");
        Assert.Equal(["/a", "/a-b", "/a/file", "/buildkit.lock", "/sub"], Scan());
        folder.Write(".dockerignore", "!.git\n");
        Assert.Contains("/.git/HEAD", Scan());
    }

    [Theory]
    [InlineData("*.md", "/d /d/e /d/e/z.md /d/x.cs /d/y.md")]
    [InlineData("**/*.md", "/d /d/e /d/x.cs")]
    [InlineData("d", "/r.md")]
    [InlineData("/d/", "/r.md")]
    [InlineData("d/*", "/d /r.md")]
    [InlineData("d\n!d/e", "/d /d/e /d/e/z.md /r.md")]
    [InlineData("*\n!d/x.cs", "/d /d/x.cs")]
    [InlineData("*\n!**/*.md\nr.md", "/d /d/e /d/e/z.md /d/y.md")]
    [InlineData("!d/x.cs\nd", "/r.md")]
    [InlineData("# d\n   d/e   \n\n", "/d /d/x.cs /d/y.md /r.md")]
    [InlineData("d/../r.md", "/d /d/e /d/e/z.md /d/x.cs /d/y.md")]
    [InlineData("d/**/z.md", "/d /d/e /d/x.cs /d/y.md /r.md")]
    [InlineData("d/?.cs", "/d /d/e /d/e/z.md /d/y.md /r.md")]
    public void An_ignore_file_means_what_docker_says(string ignore, string expected)
    {
        foreach (string name in (string[])["r.md", "d/x.cs", "d/y.md", "d/e/z.md"])
        {
            folder.Write(name, "");
        }

        folder.Write(".dockerignore", ignore + "\n");
        Assert.Equal(expected.Split(' '), Scan().Where(path => path != "/.dockerignore"));
        folder.Write(".dockerignore", "**");
        folder.Write(".buildignore", "\uFEFF" + ignore.ReplaceLineEndings("\r\n"));
        Assert.Equal(expected.Split(' '), Scan().Where(path => path is not ("/.dockerignore" or "/.buildignore")));
    }

    [Theory]
    [InlineData("bin/\n*.log\n!keep.log\n/top\nd/e\n")]
    [InlineData("*\n!d/\n!d/x\n")]
    [InlineData("# c\n\\#x\ntrail\\ \n**/e\nd/**\n")]
    [InlineData("d/*\n!d/x\na[bc]\n")]
    public void Git_ignore_files_mean_what_git_says(string ignore)
    {
        foreach (string name in (string[])["bin/a", "d/bin/b", "x.log", "d/keep.log", "top", "d/top", "d/e/f", "e", "d/x", "#x", "trail ", "ab", "ad", "s/.gitignore"])
        {
            folder.Write(name, name == "s/.gitignore" ? "inner\n/only\n" : "");
        }

        folder.Write("s/inner", "");
        folder.Write("s/t/only", "");
        folder.Write("s/only", "");
        folder.Write(".gitignore", ignore);
        string git = Shell.Run("cd \"$1\"; git init -q .; git ls-files -z -o --exclude-standard", folder.Path);
        Assert.Equal(git.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => "/" + path).Order(StringComparer.Ordinal), Files());
    }

    [Fact]
    public void A_git_ignore_file_counts_in_the_folder_where_it_is_and_nothing_else_of_its_name_does()
    {
        folder.Write("a/.gitignore", "x\n");
        folder.Write("a/x", "");
        folder.Write("a/b/x", "");
        folder.Write("x", "");
        folder.Write("l/x", "");
        Shell.Run("cd \"$1\"; ln -s ../a/.gitignore l/.gitignore; mkdir x.d x.d/.gitignore", folder.Path);
        string git = Shell.Run("cd \"$1\"; git init -q .; git ls-files -z -o --exclude-standard", folder.Path);
        Assert.Equal(git.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => "/" + path).Order(StringComparer.Ordinal), Files());
        Assert.DoesNotContain("/a/x", Files());
    }

    [Fact]
    public void A_malformed_ignore_file_is_an_error_with_its_line()
    {
        folder.Write(".buildignore", "ok\n[a\n");
        var error = Assert.Throws<BuildKitException>(() => Scan());
        Assert.Equal(ExecutionErrorCodes.IgnorePatternInvalid, error.Code);
        Assert.Contains("Line 2", error.Message);
        folder.Write(".buildignore", "!\n");
        Assert.Throws<BuildKitException>(() => Scan());
    }

    [Fact]
    public void Sockets_and_pipes_are_errors_only_where_they_are_selected()
    {
        folder.Write("ok/file", "x");
        Shell.Run("cd \"$1\"; mkfifo ok-pipe; mkdir s; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s/sock\")'", folder.Path);
        Assert.False(Plan("ok").IsEmpty);
        foreach ((string pattern, string what) in ((string, string)[])[("s", "a socket"), ("s/sock", "a socket"), ("ok-pipe", "a named pipe"), (".", "")])
        {
            var error = Assert.Throws<BuildKitException>(() => Plan(pattern));
            Assert.Equal(ExecutionErrorCodes.ContextFileSpecial, error.Code);
            Assert.Contains(what, error.Message);
        }

        Assert.False(CopyPlan.Create(Origin(), new FileSelection(["."], ["s", "*-pipe"], false), MergedTree.Empty, "/", "/", null, null).IsEmpty);
    }

    [Fact]
    public void Broken_and_circular_links_and_strange_names_are_copied_as_they_are()
    {
        Shell.Run("cd \"$1\"; ln -s nowhere broken; ln -s b a; ln -s a b; ln -s /etc/passwd out; : > \"$(printf 'n\\377')\"", folder.Path);
        ChangeSet plan = Plan(".");
        Assert.Equal(["/a", "/b", "/broken", "/n\\xff", "/out"], plan.Changes.Select(change => change.Entry.Path.ToString()));
        Assert.Equal("/etc/passwd", plan.Changes[^1].Entry.LinkTarget.ToString());
    }

    [Fact]
    public void A_missing_context_is_an_error() => Assert.Equal(
        ExecutionErrorCodes.ContextUnreadable,
        Assert.Throws<BuildKitException>(() => ContextScanner.Scan(folder["nowhere"], CancellationToken.None)).Code);

    public void Dispose() => folder.Dispose();

    private string[] Scan() => ContextScanner.Scan(folder.Path, CancellationToken.None).Enumerate(LayerPath.Root).Paths();

    private IEnumerable<string> Files() => ContextScanner.Scan(folder.Path, CancellationToken.None).Enumerate(LayerPath.Root)
        .Where(entry => entry.Kind != TreeEntryKind.Directory).Paths().Order(StringComparer.Ordinal);

    private CopyOrigin Origin()
    {
        ContextTree context = ContextScanner.Scan(folder.Path, CancellationToken.None);
        return CopyOrigin.Of(context, new FileDigests(context, new MemoryDigestCache()));
    }

    private ChangeSet Plan(string pattern) => CopyPlan.Create(Origin(), new FileSelection([pattern], [], false), MergedTree.Empty, "/", "/", null, null);
}
