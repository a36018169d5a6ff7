namespace BuildKit.Engine.Snapshots;

/// <summary>The folders that overlayfs wants for one mount. Disposing removes what a commit has not taken.</summary>
/// <param name="Folder">The folder that holds both.</param>
public sealed record UpperDirectory(string Folder) : IDisposable
{
    /// <summary>Takes the changes.</summary>
    public string Upper => Path.Combine(Folder, "fs");

    /// <summary>Overlayfs's own; never used for a second mount.</summary>
    public string Work => Path.Combine(Folder, "work");

    /// <summary>Removes both.</summary>
    public void Dispose() => SnapshotStore.RemoveTree(Folder);
}
