using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Store;

/// <summary>Where everything is below a store's root (docs/store.md). Names paths; makes nothing.</summary>
/// <param name="Root">The store's own folder, absolute.</param>
public sealed record StorePaths(string Root)
{
    /// <summary>One line: the number of the store's format.</summary>
    public string VersionFile => Path.Combine(Root, "version");

    /// <summary>The folder that holds <c>sha256/&lt;hex&gt;</c>.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>Unpacked layers, a folder each.</summary>
    public string Layers => Path.Combine(Root, "layers");

    /// <summary>Cache mounts, a folder each.</summary>
    public string Caches => Path.Combine(Root, "caches");

    /// <summary>Results of steps, a file each.</summary>
    public string Results => Path.Combine(Root, "results");

    /// <summary>Tests that passed, a file each.</summary>
    public string Passes => Path.Combine(Root, "passes");

    /// <summary>Builds that are over, a file each.</summary>
    public string Builds => Path.Combine(Root, "builds");

    /// <summary>What MSBuild said of .NET projects, a file each.</summary>
    public string Projects => Path.Combine(Root, "projects");

    /// <summary>Copies of Git repositories, a folder each.</summary>
    public string Checkouts => Path.Combine(Root, "checkouts");

    /// <summary>Names of images, a file each.</summary>
    public string Names => Path.Combine(Root, "names");

    /// <summary>Lock files.</summary>
    public string Locks => Path.Combine(Root, "locks");

    /// <summary>The file whose bytes are the locks of steps, cache mounts and temporary folders.</summary>
    public string LockFile => Path.Combine(Locks, "ranges");

    /// <summary>Which manifests refer to which, a folder for each subject.</summary>
    public string Referrers => Path.Combine(Root, "referrers");

    /// <summary>Marks of builds whose layers are not synced yet.</summary>
    public string Unsynced => Path.Combine(Root, "unsynced");

    /// <summary>What is being made; each folder belongs to one process and is swept when that process is dead.</summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary>The SQLite index; can be rebuilt from the rest at any time.</summary>
    public string Index => Path.Combine(Root, "index.db");

    /// <summary>The folder of one unpacked layer; holds <c>fs</c> and <c>index</c>.</summary>
    public string LayerOf(Digest diffId) => Path.Combine(Layers, diffId.Hex);

    /// <summary>The file with one step's result.</summary>
    public string ResultOf(Digest key) => Path.Combine(Results, key.Hex);

    /// <summary>The file with one test's pass.</summary>
    public string PassOf(Digest key) => Path.Combine(Passes, key.Hex);

    /// <summary>
    /// The store of a user: BUILDKIT_HOME where it is set, else <c>buildkit</c> in XDG_DATA_HOME, else <c>~/.local/share/buildkit</c>.
    /// </summary>
    /// <param name="environment">The variables of the process.</param>
    /// <exception cref="BuildKitException">The user has no home (BK4202).</exception>
    public static StorePaths FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("BUILDKIT_HOME", out string? home) && home.Length > 0)
        {
            return new StorePaths(Path.GetFullPath(home));
        }

        if (environment.TryGetValue("XDG_DATA_HOME", out string? data) && Path.IsPathRooted(data))
        {
            return new StorePaths(Path.Combine(data, "buildkit"));
        }

        string user = environment.TryGetValue("HOME", out string? value) && Path.IsPathRooted(value)
            ? value
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

        // A relative path would put a store into whichever folder is the current one, and so into the build context.
        return Path.IsPathRooted(user)
            ? new StorePaths(Path.Combine(user, ".local", "share", "buildkit"))
            : throw new BuildKitException(
                ExecutionErrorCodes.StoreUnusable, "There is no place for the store: HOME is no absolute path.", "Set HOME, or BUILDKIT_HOME to a folder of the store's own.");
    }
}
