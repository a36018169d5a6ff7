using BuildKit.Oci;

namespace BuildKit.Facts.Tests;

public sealed class GitFactsTests : IDisposable
{
    private readonly TemporaryRepository repository = TemporaryRepository.Create();

    public void Dispose() => repository.Dispose();

    private GitFacts Facts(string? folder = null) => GitFacts.Discover(folder ?? repository.Folder)!;

    [Fact]
    public void A_commit_has_its_id_branch_and_time_in_utc()
    {
        string sha = repository.Commit();
        using GitFacts facts = Facts();
        Assert.Equal(sha, facts.Sha);
        Assert.Equal(sha[..7], facts.ShortSha);
        Assert.Equal("main", facts.Branch);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 10, 1, 0, TimeSpan.Zero), facts.CommitTime);
        Assert.Equal(TimeSpan.Zero, facts.CommitTime!.Value.Offset);
        Assert.Null(facts.Tag);
        Assert.Null(facts.Remote);
        Assert.False(facts.IsDirty);
        Assert.False(facts.IsShallow);
        Assert.Equal("0.0.0-dev.1", facts.Version);
    }

    [Fact]
    public void A_folder_below_the_root_belongs_to_the_repository()
    {
        string sha = repository.Commit();
        string folder = Directory.CreateDirectory(repository.Path("a/b")).FullName;
        using GitFacts facts = Facts(folder);
        Assert.Equal(sha, facts.Sha);
    }

    [Fact]
    public void A_folder_in_no_repository_has_no_facts()
    {
        string folder = Directory.CreateTempSubdirectory("buildkit-none-").FullName;
        Assert.Null(GitFacts.Discover(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public void Before_the_first_commit_there_is_a_branch_and_nothing_else()
    {
        using GitFacts facts = Facts();
        Assert.Null(facts.Sha);
        Assert.Null(facts.ShortSha);
        Assert.Null(facts.CommitTime);
        Assert.Null(facts.Tag);
        Assert.Null(facts.Version);
        Assert.Equal("main", facts.Branch);
        Assert.False(facts.IsDirty);
    }

    [Fact]
    public void Files_and_folders_that_Git_does_not_have_are_found_and_ignored_ones_too()
    {
        string sha = repository.Commit();
        Directory.CreateDirectory(repository.Path("a/b"));
        repository.Commit("a/b/c");
        repository.Git("update-index", "--add", "--cacheinfo", $"160000,{sha},module");
        repository.Git("commit", "-q", "-m", "a submodule");
        using GitFacts facts = Facts();
        string[] known = [repository.Folder, repository.Path("file.txt"), repository.Path("a"), repository.Path("a/b"), repository.Path("a/b/c"), repository.Path("module"), repository.Path("module/x")];
        Assert.Null(facts.FirstUnknown(known));
        foreach (string name in new[] { "a/b/d", "b", "file", "modules/x", "../elsewhere" })
        {
            Assert.Equal(name, facts.FirstUnknown([.. known, Path.GetFullPath(repository.Path(name)), repository.Path("later")]));
        }
    }

    [Fact]
    public void The_first_change_is_named()
    {
        repository.Commit("b");
        using (GitFacts clean = Facts())
        {
            Assert.Null(clean.FirstChange);
        }

        File.WriteAllText(repository.Path("b"), "changed");
        File.WriteAllText(repository.Path("c"), "untracked");
        using GitFacts facts = Facts();
        Assert.Equal("b", facts.FirstChange);
        Assert.True(facts.IsDirty);
    }

    [Fact]
    public void A_detached_head_has_no_branch()
    {
        string sha = repository.Commit();
        repository.Commit();
        repository.Git("checkout", "-q", sha);
        using GitFacts facts = Facts();
        Assert.Null(facts.Branch);
        Assert.Equal(sha, facts.Sha);
    }

    [Fact]
    public void An_id_that_is_ambiguous_is_shortened_less()
    {
        string sha = repository.Commit();
        string twin = repository.Path($".git/objects/{sha[..2]}/{sha[2..8]}{(sha[8] == '0' ? '1' : '0')}{sha[9..]}");
        File.Copy(repository.Path($".git/objects/{sha[..2]}/{sha[2..]}"), twin);
        using GitFacts facts = Facts();
        Assert.Equal(sha[..9], facts.ShortSha);
    }

    [Fact]
    public void A_branch_keeps_its_slashes()
    {
        repository.Commit();
        repository.Git("checkout", "-q", "-b", "feature/one");
        using GitFacts facts = Facts();
        Assert.Equal("feature/one", facts.Branch);
    }

    [Fact]
    public void A_worktree_has_its_own_head()
    {
        string first = repository.Commit();
        repository.Commit();
        repository.Git("worktree", "add", "-q", "-b", "other", "tree", first);
        using GitFacts facts = Facts(repository.Path("tree"));
        Assert.Equal(first, facts.Sha);
        Assert.Equal("other", facts.Branch);
        Assert.False(facts.IsDirty);
    }

    [Fact]
    public void A_submodule_is_a_repository_of_its_own()
    {
        using TemporaryRepository library = TemporaryRepository.Create();
        string inner = library.Commit();
        string outer = repository.Commit();
        repository.Git("submodule", "add", "-q", library.Folder, "library");
        using GitFacts facts = Facts(repository.Path("library"));
        Assert.Equal(inner, facts.Sha);
        using GitFacts around = Facts();
        Assert.Equal(outer, around.Sha);
        Assert.True(around.IsDirty);
    }

    [Fact]
    public void Packed_refs_and_objects_are_read_as_loose_ones_are()
    {
        repository.Commit();
        repository.Git("tag", "v2.0.0");
        string sha = repository.Commit();
        repository.Git("gc", "-q");
        using GitFacts facts = Facts();
        Assert.Equal(sha, facts.Sha);
        Assert.Equal("2.0.1-dev.1", facts.Version);
    }

    [Fact]
    public void Of_several_tags_on_a_commit_the_highest_version_counts()
    {
        repository.Commit();
        foreach (string tag in new[] { "zebra", "v1.9.0", "v1.10.0", "v1.10.0-rc.1" })
        {
            repository.Git("tag", tag);
        }

        repository.Git("tag", "-a", "-m", "annotated", "v1.10.1-beta");
        using GitFacts facts = Facts();
        Assert.Equal("v1.10.1-beta", facts.Tag);
        Assert.Equal("1.10.1-beta", facts.Version);
    }

    [Fact]
    public void An_annotated_tag_counts_like_a_lightweight_one()
    {
        repository.Commit();
        repository.Git("tag", "-a", "-m", "annotated", "v1.2.3");
        using (GitFacts facts = Facts())
        {
            Assert.Equal("v1.2.3", facts.Tag);
            Assert.Equal("1.2.3", facts.Version);
        }

        repository.Commit();
        repository.Commit();
        using GitFacts later = Facts();
        Assert.Null(later.Tag);
        Assert.Equal("1.2.4-dev.2", later.Version);
    }

    [Fact]
    public void A_tag_that_is_no_version_gives_none()
    {
        repository.Commit();
        repository.Git("tag", "release-one");
        repository.Git("tag", "v1.2");
        repository.Git("tag", "1.2.3");
        using GitFacts facts = Facts();
        Assert.Equal("v1.2", facts.Tag);
        Assert.Equal("0.0.0-dev.1", facts.Version);
    }

    [Fact]
    public void The_nearest_tag_is_the_one_with_the_fewest_commits_since()
    {
        repository.Commit();
        repository.Git("tag", "v1.0.0");
        repository.Git("checkout", "-q", "-b", "side");
        repository.Commit("side.txt");
        repository.Git("tag", "v3.0.0");
        repository.Git("checkout", "-q", "main");
        repository.Commit("a.txt");
        repository.Commit("b.txt");
        repository.Git("tag", "v2.0.0");
        repository.Commit("c.txt");
        repository.Git("merge", "-q", "--no-ff", "-m", "merge", "side");
        using GitFacts facts = Facts();
        // v2.0.0 lacks c, side and the merge; v3.0.0 lacks a, b, c and the merge.
        Assert.Equal("2.0.1-dev.3", facts.Version);
        Assert.Equal("v2.0.0", repository.Git("describe", "--tags", "--abbrev=0"));
    }

    [Fact]
    public void Behind_a_prerelease_the_version_stays_below_the_release()
    {
        repository.Commit();
        repository.Git("tag", "v2.0.0-rc.1");
        repository.Commit();
        using GitFacts facts = Facts();
        Assert.Equal("2.0.0-rc.1.dev.1", facts.Version);
    }

    [Theory]
    [InlineData("modified")]
    [InlineData("staged")]
    [InlineData("untracked")]
    [InlineData("deleted")]
    [InlineData("mode")]
    public void A_change_of_the_work_tree_is_dirty(string kind)
    {
        repository.Commit();
        switch (kind)
        {
            case "modified":
                File.WriteAllText(repository.Path("file.txt"), "other text");
                break;
            case "staged":
                File.WriteAllText(repository.Path("file.txt"), "other text");
                repository.Git("add", "-A");
                break;
            case "untracked":
                File.WriteAllText(repository.Path("new.txt"), "");
                break;
            case "deleted":
                File.Delete(repository.Path("file.txt"));
                break;
            case "mode" when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(repository.Path("file.txt"), (UnixFileMode)0x1FF);
                break;
            default:
                Assert.Skip("there are no modes on Windows");
                break;
        }

        using GitFacts facts = Facts();
        Assert.True(facts.IsDirty);
    }

    [Fact]
    public void Ignored_files_and_new_times_are_not_dirty()
    {
        File.WriteAllText(repository.Path(".gitignore"), "*.log\n");
        repository.Commit();
        File.WriteAllText(repository.Path("a.log"), "");
        File.SetLastWriteTimeUtc(repository.Path("file.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using GitFacts facts = Facts();
        Assert.False(facts.IsDirty);
    }

    [Fact]
    public void A_shallow_clone_says_so_and_invents_no_version()
    {
        repository.Commit();
        repository.Git("tag", "v1.0.0");
        repository.Commit();
        repository.Commit();
        string clone = Directory.CreateTempSubdirectory("buildkit-clone-").FullName;
        try
        {
            repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Folder, clone);
            using GitFacts facts = Facts(clone);
            Assert.True(facts.IsShallow);
            Assert.Null(facts.Version);
            Assert.Equal(repository.Git("rev-parse", "HEAD"), facts.Sha);

            repository.GitIn(clone, "fetch", "-q", "--unshallow", "--tags");
            using GitFacts whole = Facts(clone);
            Assert.False(whole.IsShallow);
            Assert.Equal("1.0.1-dev.2", whole.Version);
        }
        finally
        {
            Directory.Delete(clone, recursive: true);
        }
    }

    [Theory]
    [InlineData("https://example.com/a/b.git", "https://example.com/a/b.git")]
    [InlineData("https://user:pa@ss@example.com/a@b.git", "https://example.com/a@b.git")]
    [InlineData("https://token@example.com", "https://example.com")]
    [InlineData("ssh://git@example.com:22/a.git", "ssh://example.com:22/a.git")]
    [InlineData("git@example.com:a/b.git", "example.com:a/b.git")]
    [InlineData("/srv/git/a@b.git", "/srv/git/a@b.git")]
    [InlineData("../a@b:c", "../a@b:c")]
    public void The_remote_has_no_user_info(string url, string expected)
    {
        repository.Git("remote", "add", "origin", url);
        using GitFacts facts = Facts();
        Assert.Equal(expected, facts.Remote);
    }

    [Fact]
    public void A_repository_of_another_user_gives_the_same_facts()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Assert.Skip("only root can give a repository away");
        }

        string sha = repository.Commit();
        string owner = "12345:12345";
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", owner, repository.Folder]))
        {
            chown.WaitForExit();
            Assert.Equal(0, chown.ExitCode);
        }

        using GitFacts facts = Facts();
        Assert.Equal(sha, facts.Sha);
        Assert.False(facts.IsDirty);
    }

    [Fact]
    public void A_broken_repository_is_an_error_that_says_where()
    {
        string sha = repository.Commit();
        File.Delete(repository.Path($".git/objects/{sha[..2]}/{sha[2..]}"));
        using GitFacts facts = Facts();
        var error = Assert.Throws<BuildKitException>(() => facts.Sha);
        Assert.Equal(FactErrorCodes.RepositoryUnreadable, error.Code);
        Assert.Contains(repository.Folder, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Fact]
    public void A_repository_of_an_unknown_format_is_an_error()
    {
        repository.Commit();
        repository.Git("config", "core.repositoryformatversion", "99");
        Assert.Equal(FactErrorCodes.RepositoryUnreadable, Assert.Throws<BuildKitException>(() => GitFacts.Discover(repository.Folder)).Code);
    }
}
