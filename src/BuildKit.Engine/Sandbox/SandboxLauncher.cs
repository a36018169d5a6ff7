using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>Where the launcher program is.</summary>
/// <param name="Path">Its absolute path.</param>
public sealed record SandboxLauncher(string Path)
{
    /// <summary>The variable that names another launcher while developing.</summary>
    public const string PathVariable = "BUILDKIT_SANDBOX";

    private const string FileName = "buildkit-sandbox";

    /// <summary>Finds the launcher that <c>BUILDKIT_SANDBOX</c> names, else the one beside the program.</summary>
    /// <exception cref="BuildKitException"><c>BK4001</c> where there is none, <c>BK4012</c> where the system is not Linux.</exception>
    public static SandboxLauncher Find() => Find(OperatingSystem.IsLinux());

    /// <summary>As <see cref="Find()"/>, on a system that is or is not Linux.</summary>
    internal static SandboxLauncher Find(bool isLinux)
    {
        if (!isLinux)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LinuxRequired,
                "Running a Linux container needs a Linux kernel.",
                "Use WSL2 on Windows, or a Linux machine; the mistakes of a Buildfile are found here too.");
        }

        var named = Environment.GetEnvironmentVariable(PathVariable);
        var path = string.IsNullOrEmpty(named) ? System.IO.Path.Combine(AppContext.BaseDirectory, FileName) : System.IO.Path.GetFullPath(named);
        if (!File.Exists(path))
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LauncherMissing,
                $"The sandbox launcher '{path}' does not exist.",
                "Install the tool's package for this platform, or build src/sandbox with make and name it in BUILDKIT_SANDBOX.");
        }

        MakeExecutable(path);
        return new SandboxLauncher(path);
    }

    /// <summary>Starts the launcher.</summary>
    /// <exception cref="BuildKitException"><c>BK4001</c> where the file is no program of this machine.</exception>
    internal Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info) ?? throw new InvalidOperationException("No process was started.");
        }
        catch (Win32Exception e)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LauncherMissing,
                $"The sandbox launcher '{Path}' cannot be started: {Marshal.GetPInvokeErrorMessage(e.NativeErrorCode)}.",
                "Install the tool's package for this platform again.",
                e);
        }
    }

    /// <summary>A package keeps no modes, and not every way to unpack one gives this file its own back.</summary>
    private static void MakeExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Execute);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.LauncherMissing,
                $"The sandbox launcher '{path}' is not executable, and cannot be made so: {e.Message}",
                "Let its owner run chmod +x on it.",
                e);
        }
    }
}
