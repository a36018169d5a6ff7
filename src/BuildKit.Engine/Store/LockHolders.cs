using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Engine.Native;

namespace BuildKit.Engine.Store;

/// <summary>
/// Which processes hold a lock of the lock file. The kernel tells no process for a lock of an open file (proc(5), <c>/proc/locks</c>), but for each open
/// file its locks (<c>/proc/PID/fdinfo</c>): of this user's processes, and for root of all in the same process namespace.
/// </summary>
internal static class LockHolders
{
    /// <summary>Their ids without this process's own, in ascending order.</summary>
    internal static ImmutableArray<int> Find(string path, long offset)
    {
        if (Posix.TryStatus(null, PathText.Bytes(path)) is not { Inode: var inode })
        {
            return [];
        }

        return
        [
            .. List(Directory.EnumerateDirectories, "/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : 0)
                .Where(process => process != 0 && process != Environment.ProcessId && Holds(process, inode, offset))
                .Order(),
        ];
    }

    private static bool Holds(int process, ulong inode, long offset)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        return List(Directory.EnumerateFiles, folder + "/fdinfo").Any(file => Lines(file).Any(line => IsLock(line, inode, offset)));
    }

    // lock: 1: OFDLCK  ADVISORY  READ -1 fe:00:1311768 81985529216486895 81985529216486895
    private static bool IsLock(string line, ulong inode, long offset) =>
        line.StartsWith("lock:", StringComparison.Ordinal)
        && line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [.., var file, var first, _]
        && first == offset.ToString(CultureInfo.InvariantCulture)
        && file.EndsWith(":" + inode.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // Processes end while they are looked at, and those of others are not shown.
    private static string[] List(Func<string, IEnumerable<string>> list, string folder)
    {
        try
        {
            return [.. list(folder)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
