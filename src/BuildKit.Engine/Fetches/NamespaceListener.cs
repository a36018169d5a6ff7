using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BuildKit.Engine.Native;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Fetches;

/// <summary>
/// A socket that listens on the loopback device of another network namespace and is served from this one: a socket belongs to the namespace of the thread that made it (setns(2)).
/// So nothing is routed between the two.
/// </summary>
internal static class NamespaceListener
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET
    private const int Backlog = 128;

    /// <summary>Makes one, on a free port.</summary>
    /// <exception cref="BuildKitException">The kernel does not let this process in (BK4150).</exception>
    internal static Socket Open(SandboxNetwork network)
    {
        Socket? listener = null;
        Exception? failure = null;
        using SafeFileHandle inside = File.OpenHandle(network.NamespacePath);

        // A thread of its own, which ends in that namespace: no other one, and nothing that the pool runs, is ever in there.
        var thread = new Thread(() =>
        {
            try
            {
                listener = Enter(inside);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }) { Name = "buildkit proxy listener" };
        thread.Start();
        thread.Join();
        return listener ?? throw new BuildKitException(
            ExecutionErrorCodes.ProxyFailed,
            $"The proxy of a run with a list of hosts cannot listen in the run's network: {failure?.Message}",
            "The kernel, or the container that this runs in, forbids it; where the run may have it, write network: true.",
            failure);
    }

    private static Socket Enter(SafeFileHandle inside)
    {
        if (Libc.EnterNamespace(inside, NewNetwork) != 0)
        {
            throw new IOException($"setns: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }
}
