using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Reports;

/// <summary>Writes a step's reports into a folder beside their place, from where they come into it all at once. Modes and owner are those of any file that this user makes.</summary>
internal sealed class ReportWriter : IDisposable
{
    private const uint FileMode = 0x1B6; // 0666, less the umask
    private const uint FolderMode = 0x1FF; // 0777, less the umask
    private const int BufferSize = 256 * 1024;

    private readonly string target;
    private readonly string temporary;
    private readonly FolderHandles folders;
    private readonly HashSet<LayerPath> made = [LayerPath.Root];

    /// <param name="directory">The folder of all reports.</param>
    /// <param name="target">That of the step, below it.</param>
    /// <exception cref="IOException">A folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal ReportWriter(string directory, string target)
    {
        this.target = target;
        if (!Directory.Exists(directory))
        {
            // What comes out of builds is no part of the sources.
            Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, ".gitignore"), "*\n");
        }

        temporary = Path.Combine(directory, ".buildkit-" + Path.GetRandomFileName());
        Directory.CreateDirectory(temporary);
        folders = new FolderHandles(Posix.OpenDirectory(temporary));
    }

    /// <summary>Takes away what an earlier build left in a step's place.</summary>
    internal static void Clear(string target)
    {
        if (Directory.Exists(target))
        {
            SnapshotStore.RemoveTree(target);
        }
    }

    /// <summary>Makes a folder and those above it.</summary>
    internal void AddFolder(LayerPath path)
    {
        if (made.Add(path))
        {
            AddFolder(path.Parent);
            PosixNames.MakeDirectory(folders.Get(path.Parent), path.Name.Span, FolderMode);
        }
    }

    /// <summary>Writes a file; false, and nothing is written, where it holds what is searched for.</summary>
    internal bool TryAddFile(LayerPath path, Stream content, SecretSearch search, CancellationToken ct)
    {
        AddFolder(path.Parent);
        ReadOnlySpan<byte> name = path.Name.Span;
        using (SafeFileHandle file = Posix.Open(folders.Get(path.Parent), name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, FileMode))
        {
            var buffer = new byte[BufferSize];
            int count;
            while (search.Found is null && (count = content.Read(buffer)) > 0)
            {
                ct.ThrowIfCancellationRequested();
                search.Write(buffer.AsSpan(0, count));
                Posix.Write(file, buffer.AsSpan(0, count), name);
            }
        }

        if (search.Found is null)
        {
            return true;
        }

        return PosixNames.TryRemove(folders.Get(path.Parent), name, isDirectory: false) is int errno and not 0 ? throw DiskFailure.Create(errno, "remove", name) : false;
    }

    /// <summary>Puts everything in the place of what was there.</summary>
    /// <exception cref="BuildKitException">It cannot be moved there.</exception>
    internal void Publish()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Clear(target);
        byte[] name = PathText.Bytes(target);
        if (PosixNames.TryRename(null, PathText.Bytes(temporary), null, name, replace: true) is int errno and not 0)
        {
            throw DiskFailure.Create(errno, "move the reports to", name);
        }
    }

    public void Dispose()
    {
        folders.Dispose();
        Clear(temporary);
    }
}
