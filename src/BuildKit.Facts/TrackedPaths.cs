using LibGit2Sharp;

namespace BuildKit.Facts;

/// <summary>What the index of a repository holds: files, the folders that they are in, and submodules.</summary>
internal sealed class TrackedPaths
{
    private readonly HashSet<string> paths = new(StringComparer.Ordinal) { "." };
    private readonly List<string> submodules = [];

    /// <summary>Reads the index.</summary>
    internal static TrackedPaths Of(Repository repository)
    {
        var tracked = new TrackedPaths();
        foreach (IndexEntry entry in repository.Index)
        {
            tracked.Add(entry);
        }

        return tracked;
    }

    /// <summary>Whether a path, relative to the work tree, is Git's.</summary>
    internal bool Contains(string path) => paths.Contains(path) || submodules.Exists(submodule => path.StartsWith(submodule, StringComparison.Ordinal));

    private void Add(IndexEntry entry)
    {
        if (entry.Mode == Mode.GitLink)
        {
            submodules.Add(entry.Path + "/");
        }

        // Up to the first folder that another file has added already.
        for (string path = entry.Path; paths.Add(path); path = path[..path.LastIndexOf('/')])
        {
            if (!path.Contains('/'))
            {
                return;
            }
        }
    }
}
