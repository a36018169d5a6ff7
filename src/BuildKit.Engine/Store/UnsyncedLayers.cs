using System.Text;
using BuildKit.Engine.Native;
using BuildKit.Oci;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Store;

/// <summary>
/// Lets a build make many layers and sync the disk once, at its end: a sync for each would wait, step by step, for all that anybody writes to that disk.
/// As long as layers are not synced, a mark in <c>unsynced</c> says so, with the boot of the machine. A killed process loses nothing, since the kernel
/// has what was written. After a crash of the machine the mark is of another boot: the layers that are younger than it are removed before anyone reads one.
/// </summary>
internal sealed class UnsyncedLayers
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    // A file system's clock goes in ticks, and the one of files may be behind the one of the system.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly StorePaths paths;
    private readonly StoreLocks locks;
    private readonly TemporaryFolders temporary;
    private readonly Lock gate = new();
    private int builds;
    private bool isMarked;

    internal UnsyncedLayers(StorePaths paths, StoreLocks locks, TemporaryFolders temporary) => (this.paths, this.locks, this.temporary) = (paths, locks, temporary);

    // The mark has the name of the temporary folder, whose lock tells whether its process lives.
    private string Mark => Path.Combine(paths.Unsynced, Path.GetFileName(temporary.Own));

    /// <summary>From here to <see cref="End"/> layers need not be synced one by one.</summary>
    internal void Begin()
    {
        lock (gate)
        {
            builds++;
        }
    }

    /// <summary>Whether a layer or result that is about to be put in place may be synced later; the mark is there then.</summary>
    /// <exception cref="BuildKitException">The mark could not be made.</exception>
    internal bool MayWait()
    {
        lock (gate)
        {
            if (builds > 0 && !isMarked)
            {
                isMarked = MakeMark();
            }

            return builds > 0;
        }
    }

    /// <summary>Syncs the disk where something was put in place without, and takes the mark away, and those of dead processes.</summary>
    /// <exception cref="BuildKitException">The disk failed.</exception>
    internal void End()
    {
        lock (gate)
        {
            if (--builds > 0 || !isMarked)
            {
                return;
            }

            string[] done = [.. Directory.EnumerateFiles(paths.Unsynced).Where(mark => mark == Mark || (IsDead(mark) && !IsOfAnotherBoot(mark)))];
            Synchronize();
            Array.ForEach(done, File.Delete);
            isMarked = false;
        }
    }

    /// <summary>The end of a build that failed by itself, which is what is told: a disk that fails now keeps its mark, and the next build syncs.</summary>
    internal void TryEnd()
    {
        try
        {
            End();
        }
        catch (Exception exception) when (exception is BuildKitException or IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>Removes the layers that a crash of the machine may have left unfinished.</summary>
    /// <returns>How many there were.</returns>
    internal int Recover()
    {
        // Another process may be at it, too, and be first to take a mark or a layer away.
        FileInfo[] crashed = [.. Directory.EnumerateFiles(paths.Unsynced).Where(mark => IsDead(mark) && IsOfAnotherBoot(mark)).Select(mark => new FileInfo(mark)).Where(mark => mark.Exists)];
        if (crashed.Length == 0)
        {
            return 0;
        }

        // Layers of this boot are in use, perhaps.
        DateTime since = crashed.Min(mark => mark.LastWriteTimeUtc) - Tick;
        DateTime boot = DateTime.UtcNow - TimeSpan.FromMilliseconds(Environment.TickCount64);
        string[] suspects = [.. Directory.EnumerateDirectories(paths.Layers).Where(layer => IsSuspect(Path.Combine(layer, "index"), since, boot))];
        foreach (string layer in suspects)
        {
            TakeAway(layer);
        }

        Synchronize();
        Array.ForEach(crashed, mark => mark.Delete());
        return suspects.Length;
    }

    private static bool IsSuspect(string index, DateTime since, DateTime boot) =>
        new FileInfo(index) is not { Exists: true, Length: > 0 } file || (file.LastWriteTimeUtc >= since && file.LastWriteTimeUtc <= boot);

    private static string Boot() => File.ReadAllText(BootFile);

    // What a crash left of a mark says no boot, and so not this one.
    private static bool IsOfAnotherBoot(string mark) => AtomicFile.Read(mark) is { } content && Encoding.ASCII.GetString(content) != Boot();

    private void TakeAway(string layer)
    {
        try
        {
            Directory.Move(layer, temporary.NewPath("crashed"));
        }
        catch (DirectoryNotFoundException)
        {
            // It is taken away already.
        }
    }

    private bool IsDead(string mark)
    {
        using RangeLock? free = locks.Try(TemporaryFolders.LockNameOf(Path.GetFileName(mark)), exclusive: true);
        return free is not null;
    }

    private bool MakeMark()
    {
        byte[] name = PathText.Bytes(Mark);
        try
        {
            using SafeFileHandle file = Posix.Open(null, name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, 0x180);
            Posix.Write(file, Encoding.ASCII.GetBytes(Boot()), name);
            Posix.Synchronize(file, name);
            using SafeFileHandle folder = Posix.OpenDirectory(paths.Unsynced);
            Posix.Synchronize(folder, PathText.Bytes(paths.Unsynced));
            return true;
        }
        catch (BuildKitException)
        {
            File.Delete(Mark);
            throw;
        }
    }

    private void Synchronize()
    {
        using SafeFileHandle folder = Posix.OpenDirectory(paths.Layers);
        PosixFile.SynchronizeFileSystem(folder, PathText.Bytes(paths.Layers));
    }
}
