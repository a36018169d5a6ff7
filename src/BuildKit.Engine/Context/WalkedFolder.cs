namespace BuildKit.Engine.Context;

/// <summary>What a walk found in one folder, in the order of the names; folders within may still be walked.</summary>
internal sealed class WalkedFolder
{
    private readonly List<(ContextFile File, bool NeedsContent, Task<WalkedFolder>? Content)> entries = [];

    /// <summary>A file or link.</summary>
    internal void Add(ContextFile file) => entries.Add((file, false, null));

    /// <summary>A folder.</summary>
    /// <param name="isIgnored">Whether it stays only for what is taken back in it.</param>
    /// <param name="content">Null where it could not be opened.</param>
    internal void Add(ContextFile folder, bool isIgnored, Task<WalkedFolder>? content) => entries.Add((folder, isIgnored, content));

    /// <summary>Waits for all, and adds the files in the walk's order: of a folder first what is in it.</summary>
    /// <exception cref="OperationCanceledException">The walk was cancelled.</exception>
    internal void AddTo(List<ContextFile> files)
    {
        foreach ((ContextFile file, bool needsContent, Task<WalkedFolder>? content) in entries)
        {
            int before = files.Count;
            content?.GetAwaiter().GetResult().AddTo(files);
            if (!needsContent || files.Count > before)
            {
                files.Add(file);
            }
        }
    }
}
