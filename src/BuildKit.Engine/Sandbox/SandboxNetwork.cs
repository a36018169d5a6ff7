using System.Diagnostics;
using System.Globalization;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>
/// A network that several sandboxes share, with nothing in it but a loopback device. A process of the launcher holds it, which ends when
/// this object is disposed and when this process dies, whatever kills it; the network itself is there until the last process in it ends.
/// </summary>
public sealed class SandboxNetwork : IAsyncDisposable
{
    private const string Listening = "0A";

    private readonly Process holder;

    private SandboxNetwork(Process holder) => this.holder = holder;

    /// <summary>The file that stands for the namespace.</summary>
    internal string NamespacePath => string.Create(CultureInfo.InvariantCulture, $"/proc/{holder.Id}/ns/net");

    /// <summary>Makes a network.</summary>
    /// <exception cref="BuildKitException"><c>BK4004</c> where the kernel makes no namespace for this process.</exception>
    internal static async Task<SandboxNetwork> CreateAsync(SandboxLauncher launcher, CancellationToken ct)
    {
        using var status = LinuxProcess.CreateMemoryFile("buildkit-status", out var statusPath);
        var info = new ProcessStartInfo(launcher.Path, ["--status", statusPath, "--network"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var network = new SandboxNetwork(launcher.Start(info));
        try
        {
            var said = new byte[1];
            if (await network.holder.StandardOutput.BaseStream.ReadAsync(said, ct) == said.Length)
            {
                return network;
            }

            LaunchStatus.ThrowError(status);
            throw Ended("before it had made a network");
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The TCP ports that processes in the network listen on, at whatever address, in order.</summary>
    /// <exception cref="BuildKitException"><c>BK4002</c> where the process that holds the network was killed.</exception>
    public IReadOnlyList<int> ListeningPorts()
    {
        try
        {
            return
            [
                .. Sockets("tcp").Concat(Sockets("tcp6"))
                    .Where(fields => fields is [_, _, _, Listening, ..])
                    .Select(fields => int.Parse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                    .Distinct()
                    .Order(),
            ];
        }
        catch (IOException)
        {
            // It ended between the look and the read.
            throw Ended("while it held a network");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync(CancellationToken.None);
        holder.Dispose();
    }

    private static BuildKitException Ended(string when) => new(
        ExecutionErrorCodes.LauncherProtocol,
        $"The sandbox launcher ended {when}.",
        "It may have been killed, by the kernel for want of memory or by a user; try again.");

    /// <summary>The kernel's table of sockets (proc_pid_net(5)): number, local address, remote address, state.</summary>
    private IEnumerable<string[]> Sockets(string table)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{holder.Id}/net/{table}");
        if (holder.HasExited)
        {
            throw Ended("while it held a network");
        }

        // Without IPv6 in the kernel there is no second table.
        return File.Exists(path) ? File.ReadLines(path).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : [];
    }
}
