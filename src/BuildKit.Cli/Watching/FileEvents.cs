using System.Threading.Channels;

namespace BuildKit.Cli.Watching;

/// <summary>
/// Wakes whoever waits for a change. What the system tells of files only wakes: it may tell of files that no build reads, and may tell nothing, as on a filesystem of another
/// machine or where it has no watches left. So it is looked every now and then as well, and more often where nothing is told.
/// </summary>
internal sealed class FileEvents : IDisposable
{
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Untold = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<FileSystemWatcher> watchers = [];
    private volatile string? failure;

    /// <summary>Begins to listen.</summary>
    /// <param name="context">A folder, with all that is in it.</param>
    /// <param name="folders">Further ones, without the folders in them.</param>
    public FileEvents(string context, IEnumerable<string> folders)
    {
        try
        {
            Listen(context, withFolders: true);
            foreach (string folder in folders.Where(Directory.Exists).Distinct(StringComparer.Ordinal))
            {
                Listen(folder, withFolders: false);
            }
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            failure = exception.Message;
        }
    }

    /// <summary>Why the system tells nothing; null where it does.</summary>
    public string? Failure => failure;

    /// <summary>Waits for something to be told, or for the time to look anyway.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(failure is null ? Told : Untold);
        try
        {
            await wake.Reader.ReadAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It is time to look.
        }
    }

    /// <inheritdoc />
    public void Dispose() => watchers.ForEach(watcher => watcher.Dispose());

    private void Listen(string folder, bool withFolders)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = withFolders,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Attributes,
        };
        watchers.Add(watcher);
        watcher.Changed += (_, _) => wake.Writer.TryWrite(true);
        watcher.Created += (_, _) => wake.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => wake.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => wake.Writer.TryWrite(true);
        watcher.Error += (_, error) =>
        {
            failure = error.GetException().Message;
            wake.Writer.TryWrite(true);
        };
        watcher.EnableRaisingEvents = true;
    }
}
