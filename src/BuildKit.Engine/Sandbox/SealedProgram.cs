using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Sandbox;

/// <summary>
/// A copy of the launcher in memory that nobody can write to, from which it is started: it would make one by itself and start once more (src/sandbox/sealed.c), which costs a
/// short run a tenth of its time. Each run has its own, so that no run can do anything to the copy of another, such as to its mode.
/// </summary>
internal sealed partial class SealedProgram : IDisposable
{
    private const uint AllowSealing = 2;
    private const uint Executable = 0x10;

    private const int AddSeals = 1033;
    private const int Seals = 1 | 2 | 4 | 8; // Seal, Shrink, Grow, Write

    private readonly SafeFileHandle file;

    private SealedProgram(SafeFileHandle file, string path) => (this.file, Path) = (file, path);

    /// <summary>What to start it by, until this object is disposed.</summary>
    public string Path { get; }

    /// <summary>Copies a program; null where that cannot be done here, so that the launcher is left to do it, and to say why it cannot.</summary>
    public static SealedProgram? TryCreate(string program)
    {
        const uint Flags = LinuxProcess.CloseOnExec | AllowSealing;
        var copy = LinuxProcess.TryCreateMemoryFile("buildkit-sandbox", Flags | Executable, out var path);
        if (copy.IsInvalid)
        {
            // Before Linux 6.3 every memory file is executable, and the flag is not known.
            copy.Dispose();
            copy = LinuxProcess.TryCreateMemoryFile("buildkit-sandbox", Flags, out path);
        }

        if (!copy.IsInvalid && Fill(copy, program) && ControlFile(copy, AddSeals, Seals) == 0)
        {
            return new SealedProgram(copy, path);
        }

        copy.Dispose();
        return null;
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();

    private static bool Fill(SafeFileHandle copy, string program)
    {
        try
        {
            using var source = File.OpenHandle(program, share: FileShare.ReadWrite | FileShare.Delete);
            for (long left = RandomAccess.GetLength(source); left > 0;)
            {
                nint count = SendFile(copy, source, 0, (nint)left);
                if (count <= 0)
                {
                    return false;
                }

                left -= count;
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "sendfile")]
    private static partial nint SendFile(SafeFileHandle to, SafeFileHandle from, nint offset, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int ControlFile(SafeFileHandle file, int command, int argument);
}
