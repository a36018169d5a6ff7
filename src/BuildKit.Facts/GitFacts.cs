using BuildKit.Graph.Facts;
using BuildKit.Oci;
using LibGit2Sharp;

namespace BuildKit.Facts;

/// <summary>
/// Facts of the Git repository that a folder is in, by LibGit2Sharp. Nothing is read before it is asked for, and nothing twice. Only refs,
/// objects, the index and files are read; no hook, filter or program that a repository configures is ever run.
/// </summary>
public sealed class GitFacts : IGitFacts, IDisposable
{
    private readonly Repository repository;
    private readonly string folder;
    private readonly Lazy<Commit?> head;
    private readonly Lazy<string?> shortSha;
    private readonly Lazy<string?> tag;
    private readonly Lazy<string?> version;
    private readonly Lazy<string?> firstChange;
    private readonly Lazy<string?> remote;

    // Git refuses another user's repository because of the programs it may configure; none is run here, and a build by root of a
    // checkout that is not root's has to give the same labels.
    static GitFacts() => GlobalSettings.SetOwnerValidation(false);

    private GitFacts(Repository repository, string folder)
    {
        this.repository = repository;
        this.folder = folder;
        head = new Lazy<Commit?>(() => Read(() => Tip(repository)));
        shortSha = new Lazy<string?>(() => head.Value is { } commit ? Read(() => ShortestUnique(repository, commit.Sha)) : null);
        tag = new Lazy<string?>(() => head.Value is { } commit ? Read(() => VersionTags.On(repository, commit)) : null);
        version = new Lazy<string?>(() => head.Value is { } commit ? Read(() => VersionFromTags.Of(repository, commit)) : null);
        firstChange = new Lazy<string?>(() => Read(() => Changed(repository)));
        remote = new Lazy<string?>(() => Read(() => repository.Config.Get<string>("remote.origin.url", ConfigurationLevel.Local)?.Value) is { } url ? RemoteUrl.WithoutUserInfo(url) : null);
    }

    /// <inheritdoc />
    public string? Sha => head.Value?.Sha;

    /// <inheritdoc />
    public string? ShortSha => shortSha.Value;

    /// <inheritdoc />
    public string? Branch => Read(() => repository.Info.IsHeadDetached ? null : repository.Head.FriendlyName);

    /// <inheritdoc />
    public string? Tag => tag.Value;

    /// <inheritdoc />
    public string? Version => version.Value;

    /// <inheritdoc />
    public bool IsDirty => FirstChange is not null;

    /// <summary>The first file that is changed, staged or untracked, by its path in the work tree; null where there is none.</summary>
    public string? FirstChange => firstChange.Value;

    /// <inheritdoc />
    public DateTimeOffset? CommitTime => head.Value is { } commit ? Read(() => commit.Committer.When.ToUniversalTime()) : null;

    /// <inheritdoc />
    public string? Remote => remote.Value;

    /// <inheritdoc />
    public bool IsShallow => Read(() => repository.Info.IsShallow);

    /// <summary>
    /// The first of some files and folders that Git does not have, ignored ones too; null where it has all. A folder is Git's where one of its files is. Of what
    /// is below a submodule, Git knows the commit.
    /// </summary>
    /// <param name="paths">Absolute paths, below the folder that was asked for or written like it.</param>
    public string? FirstUnknown(IEnumerable<string> paths)
    {
        TrackedPaths tracked = Read(() => TrackedPaths.Of(repository));
        return paths.Select(path => Path.GetRelativePath(folder, path)).FirstOrDefault(path => !tracked.Contains(path));
    }

    /// <summary>The repository that holds the folder; null where there is none up to the filesystem's root.</summary>
    /// <exception cref="BuildKitException">There is one that cannot be read (BK4401).</exception>
    public static GitFacts? Discover(string folder) => Guard(folder, () =>
    {
        // By hand, since Repository.Discover finds nothing under NativeAOT: like Describe it gets its answer in a buffer that comes back empty.
        for (string? path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            string git = Path.Combine(path, ".git");
            if ((Directory.Exists(git) || File.Exists(git)) && Repository.IsValid(path))
            {
                return new GitFacts(new Repository(path), path);
            }
        }

        return null;
    });

    /// <inheritdoc />
    public void Dispose() => repository.Dispose();

    /// <summary>A commit that HEAD names and the repository lacks is no repository before its first commit.</summary>
    private static Commit? Tip(Repository repository) =>
        repository.Head.Tip ?? (repository.Info.IsHeadUnborn ? null : throw new NotFoundException("the commit that HEAD names is missing"));

    /// <summary>core.abbrev is not asked, since it differs from machine to machine.</summary>
    private static string ShortestUnique(Repository repository, string sha)
    {
        int length = 7;
        while (length < sha.Length && IsAmbiguous(repository, sha[..length]))
        {
            length++;
        }

        return sha[..length];
    }

    private static bool IsAmbiguous(Repository repository, string prefix)
    {
        try
        {
            return repository.Lookup(prefix) is null;
        }
        catch (AmbiguousSpecificationException)
        {
            return true;
        }
    }

    private static string? Changed(Repository repository) => repository.Info.IsBare
        ? null
        : repository.RetrieveStatus(new StatusOptions
        {
            IncludeUntracked = true,
            RecurseUntrackedDirs = false,
            IncludeIgnored = false,
            IncludeUnaltered = false,
            DetectRenamesInIndex = false,
            DetectRenamesInWorkDir = false,
        }).Select(entry => entry.FilePath).FirstOrDefault();

    private T Read<T>(Func<T> read) => Guard(folder, read);

    private static T Guard<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LibGit2SharpException failure)
        {
            throw new BuildKitException(
                FactErrorCodes.RepositoryUnreadable,
                $"The Git repository of {folder} cannot be read: {failure.Message.TrimEnd('.')}.",
                "See what 'git status' and 'git fsck' say there.",
                failure);
        }
    }
}
