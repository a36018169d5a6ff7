using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>
/// The user namespace that an ordinary user's process re-executes itself into before it runs, unpacks, diffs or deletes
/// anything; inside, the code is the same as root's.
/// </summary>
public static class UserNamespace
{
    /// <summary>The variable that marks a process inside; its value is <c>1</c>.</summary>
    public const string MarkerVariable = "BUILDKIT_USERNS";

    private const int SetupFailed = 125;
    private const int SysAdmin = 21;

    private static readonly Lazy<bool> IsAdministrator = new(() => HasCapability(SysAdmin));

    /// <summary>Whether this process lacks what a sandbox needs and is not inside yet. False on other systems than Linux.</summary>
    public static bool IsNeeded =>
        OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(MarkerVariable) != "1" && !IsAdministrator.Value;

    /// <summary>Whether this process is in a user namespace, its own or an outer container's: the first one has all ids.</summary>
    public static bool IsInside =>
        File.ReadLines("/proc/self/uid_map").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault() is not ["0", "0", "4294967295"];

    /// <summary>
    /// Whether more than one user id is usable: true for root, and inside a namespace with a range of /etc/subuid. Without it files
    /// of another owner cannot be written.
    /// </summary>
    public static bool HasManyIds =>
        File.ReadLines("/proc/self/uid_map")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Sum(fields => long.Parse(fields[2], CultureInfo.InvariantCulture)) > 1;

    /// <summary>Runs this program again inside a user namespace with the same standard streams, and waits for its end.</summary>
    /// <param name="launcher">The launcher program.</param>
    /// <param name="arguments">The command line's arguments, without the program.</param>
    /// <param name="ct">Asks the inner process to end (SIGTERM).</param>
    /// <returns>The inner process's exit code; 128 plus the signal's number where a signal ended it.</returns>
    /// <exception cref="BuildKitException"><c>BK4003</c> with cause and cure where the namespace is refused.</exception>
    public static Task<int> ReexecuteAsync(SandboxLauncher launcher, IReadOnlyList<string> arguments, CancellationToken ct) =>
        RunInsideAsync(launcher, [.. Program(), .. arguments], ct);

    /// <summary>Runs a program and its arguments inside a user namespace, as <see cref="ReexecuteAsync"/> does this one.</summary>
    internal static async Task<int> RunInsideAsync(SandboxLauncher launcher, IReadOnlyList<string> command, CancellationToken ct)
    {
        using var status = LinuxProcess.CreateMemoryFile("buildkit-status", out var statusPath);
        var info = new ProcessStartInfo(launcher.Path, ["--status", statusPath, "--userns", "--", .. command]);
        using var process = launcher.Start(info);

        // The terminal sends its signals to the inner process as well, which decides; this one waits for it, and passes on what cancels it.
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => context.Cancel = true);
        await using var cancelled = ct.Register(() => LinuxProcess.Signal(process.Id, LinuxProcess.SIGTERM));
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.ExitCode == SetupFailed && RandomAccess.GetLength(status) > 0)
        {
            LaunchStatus.ThrowError(status);
        }

        return process.ExitCode;
    }

    /// <summary>The AOT program itself, or <c>dotnet</c> and the assembly.</summary>
    private static IEnumerable<string> Program()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The program's own path is not known.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }

    private static bool HasCapability(int capability)
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is not null
            && (ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> capability & 1) == 1;
    }
}
