using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Engine.Context;
using BuildKit.Engine.Reports;
using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Cli.Watching;

/// <summary>The files that builds of one Buildfile read, and which of them changed.</summary>
internal sealed class WatchedFiles
{
    private readonly string context;
    private readonly string store;
    private readonly string buildfile;
    private readonly string folder = Directory.GetCurrentDirectory();
    private ImmutableHashSet<string> beside;
    private ContextSnapshot seen;
    private bool isUnreadable;

    /// <summary>Looks at the context and at the Buildfile, which need not be right or even there.</summary>
    public WatchedFiles(BuildfileSelection selection, string store, CancellationToken ct)
    {
        this.store = store;
        buildfile = Path.GetFullPath(selection.File ?? BuildfileOptions.DefaultFile);
        string directory = Path.GetDirectoryName(buildfile) ?? "/";
        context = Path.GetFullPath(selection.Context ?? directory);
        LockFile = Path.Combine(directory, BuildfileLoader.LockFileName);
        beside = [buildfile, LockFile];
        seen = Take(ct);
    }

    /// <summary>How many names are looked at.</summary>
    public int Count => seen.Count;

    /// <summary>The context's folder, as a user would write it.</summary>
    public string Context => Shown(context);

    private string LockFile { get; }

    /// <summary>Whether a change in a folder is one of the context, unless its ignore file leaves it out; what reports are called by default, every context does.</summary>
    public bool Watches(string directory) =>
        IsInContext(directory) && !Path.GetRelativePath(context, directory).Split('/').Contains(ReportFolders.DefaultName);

    /// <summary>Adds what a build turned out to read: the files that the Buildfile is written in.</summary>
    public void Add(ImmutableArray<string> files) => Include(files);

    /// <summary>Adds the layouts and archives on disk that the graph begins from.</summary>
    public void Add(LoadedBuildfile loaded) =>
        Include(loaded.Graph.Steps.OfType<LayoutStep>().Select(step => Path.GetFullPath(step.Path, loaded.Directory)).SelectMany(path => (string[])[path, Path.Combine(path, "index.json")]));

    /// <summary>What the build itself pinned is no reason for another one.</summary>
    public void TakeOverLock() => seen = seen.With([LockFile]);

    /// <summary>Listens for changes.</summary>
    public FileEvents Listen() => new(context, beside.Select(file => Path.GetDirectoryName(file)!).Where(parent => !IsInContext(parent)));

    /// <summary>Looks again.</summary>
    /// <returns>The paths that changed since the last look that found something, as a user would write them.</returns>
    public IReadOnlyList<string> Look(CancellationToken ct)
    {
        try
        {
            ContextSnapshot now = Take(ct);
            IReadOnlyList<string> changed = now.ChangedSince(seen);
            (seen, isUnreadable) = (now, false);
            return [.. changed.Select(Shown)];
        }
        catch (BuildKitException)
        {
            // Such as an ignore file with a mistake: the next build says what is wrong, once.
            bool isNew = !isUnreadable;
            isUnreadable = true;
            return isNew ? [Context] : [];
        }
    }

    private bool IsInContext(string parent) => parent == context || parent.StartsWith(context.TrimEnd('/') + "/", StringComparison.Ordinal);

    private void Include(IEnumerable<string> files)
    {
        string[] unknown = [.. files.Where(file => !beside.Contains(file))];
        beside = beside.Union(unknown);
        seen = seen.With(unknown);
    }

    private ContextSnapshot Take(CancellationToken ct) => ContextSnapshot.Take(context, store, beside, ct);

    private string Shown(string path)
    {
        string relative = Path.GetRelativePath(folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
