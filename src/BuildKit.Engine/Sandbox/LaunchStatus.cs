using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BuildKit.Oci;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Sandbox;

/// <summary>What the launcher reported: records ended by NUL (src/sandbox/report.c writes them).</summary>
internal static class LaunchStatus
{
    /// <summary>Reads the records of a run that has ended.</summary>
    /// <param name="status">The status file.</param>
    /// <param name="launcherExitCode">For the message where the launcher said nothing.</param>
    /// <exception cref="BuildKitException">The process was not started.</exception>
    public static SandboxExit Read(SafeFileHandle status, int launcherExitCode)
    {
        var records = Records(status);
        ThrowError(records);
        var exit = records.Where(record => record.Kind == "exit").Select(record => ReadExit(record.Text)).FirstOrDefault()
            ?? throw new BuildKitException(
                ExecutionErrorCodes.LauncherProtocol,
                $"The sandbox launcher ended with {launcherExitCode} and did not say how the process ended.",
                "It may have been killed, by the kernel for want of memory or by a user; build again.");
        return exit with
        {
            Stubs = [.. records.Where(record => record.Kind == "stub").Select(record => record.Text)],
            ForeignOwner = records.Where(record => record.Kind == "foreign").Select(record => ReadForeign(record.Text)).FirstOrDefault(),
            Warnings = [.. records.Where(record => record.Kind == "warning").Select(record => ReadWarning(record.Text))],
        };
    }

    /// <summary>Throws the error that was reported, if any.</summary>
    /// <exception cref="BuildKitException">There is one.</exception>
    public static void ThrowError(SafeFileHandle status) => ThrowError(Records(status));

    private static void ThrowError(ImmutableArray<(string Kind, string Text)> records)
    {
        // The first is the cause; what fails after it fails because of it.
        foreach (var (_, text) in records.Where(record => record.Kind == "error"))
        {
            var parts = text.Split(' ', 3);
            throw new BuildKitException(parts[0], $"The sandbox could not be set up: {parts[^1]}.", Advice(parts[0]));
        }
    }

    private static ImmutableArray<(string Kind, string Text)> Records(SafeFileHandle file)
    {
        var content = new byte[RandomAccess.GetLength(file)];
        var count = 0;
        while (count < content.Length && RandomAccess.Read(file, content.AsSpan(count), count) is var read and > 0)
        {
            count += read;
        }

        return
        [
            .. Encoding.UTF8.GetString(content, 0, count)
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(record => record.Split(' ', 2))
                .Select(parts => (parts[0], parts[^1])),
        ];
    }

    // "CODE MESSAGE" as people read it.
    private static string ReadWarning(string text)
    {
        string[] parts = text.Split(' ', 2);
        return $"warning {parts[0]}: {parts[^1]}";
    }

    private static ForeignOwner ReadForeign(string text)
    {
        var parts = text.Split(' ', 3);
        return new ForeignOwner(parts[2], int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static SandboxExit ReadExit(string text)
    {
        var numbers = text.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new SandboxExit(numbers[0], numbers[1] == 0 ? null : numbers[1], numbers[2] != 0, numbers[3] != 0);
    }

    private static string Advice(string code) => code switch
    {
        ExecutionErrorCodes.UserNamespaceRefused => "Allow user namespaces as the message says, or run as root.",
        ExecutionErrorCodes.NamespaceRefused => "Run as root or as an ordinary user whose user namespaces are allowed; in a container, give it --privileged.",
        ExecutionErrorCodes.RootFilesystem => "Check that the store is on a local disk with overlayfs and extended attributes (ext4, xfs, btrfs) and has room.",
        ExecutionErrorCodes.MountFailed => "Check the mount's source on the host and its target in the image.",
        ExecutionErrorCodes.ProgramNotStarted => "Check the program's name, that the image holds it, its interpreter and its mode, and that it is for this processor.",
        ExecutionErrorCodes.IdentityUnavailable => "Give the user a range of at least 65536 ids in /etc/subuid and /etc/subgid and install newuidmap (uidmap), or run as root.",
        ExecutionErrorCodes.LauncherProtocol => "Install one version of the tool completely; if it persists, report it.",
        _ => "Check that the kernel is 5.12 or newer and that no outer container forbids it.",
    };
}
