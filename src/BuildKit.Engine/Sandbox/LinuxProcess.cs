using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Sandbox;

/// <summary>The few system calls about processes that the runtime does not offer.</summary>
internal static partial class LinuxProcess
{
    public const int SIGALRM = 14;
    public const int SIGTERM = 15;

    /// <summary>Flag of a memory file that no program inherits.</summary>
    public const uint CloseOnExec = 1;

    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal; one to a process that is gone already is no error.</summary>
    public static void Signal(int processId, int signal)
    {
        if (Kill(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>
    /// An anonymous file in memory, which another process of the same user opens by <paramref name="path"/>. It is gone with this
    /// process, whatever kills it.
    /// </summary>
    public static SafeFileHandle CreateMemoryFile(string name, out string path)
    {
        var file = TryCreateMemoryFile(name, CloseOnExec, out path);
        return !file.IsInvalid ? file : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>The same with the flags of memfd_create(2); an invalid handle where the kernel refuses.</summary>
    public static SafeFileHandle TryCreateMemoryFile(string name, uint flags, out string path)
    {
        var descriptor = MemoryFileCreate(name, flags);
        path = $"/proc/{Environment.ProcessId}/fd/{descriptor}";
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>
    /// <c>buildkit-NAMESPACE-PID-START</c>: names this process among all that ever ran on the machine, so that what is named so and
    /// is left behind can be told (src/sandbox/cgroup_stale.c).
    /// </summary>
    public static string Identity()
    {
        var space = File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? string.Empty;
        var fields = File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"buildkit-{string.Concat(space.Where(char.IsAsciiDigit))}-{Environment.ProcessId}-{fields[19]}";
    }

    /// <summary>Whether this process may write to a file or folder that exists.</summary>
    public static bool CanWrite(string path)
    {
        const int Write = 2;
        return Access(path, Write) == 0;
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemoryFileCreate(string name, uint flags);
}
