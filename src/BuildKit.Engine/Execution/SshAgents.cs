using System.Net.Sockets;
using BuildKit.Graph.Mounts;
using BuildKit.Oci;

namespace BuildKit.Engine.Execution;

/// <summary>The agents of ssh on this machine.</summary>
internal static class SshAgents
{
    /// <summary>The socket of an agent that answers.</summary>
    /// <param name="id">The id that the Buildfile names.</param>
    /// <exception cref="BuildKitException">There is no such agent, or it does not answer (BK4143).</exception>
    internal static string SocketOf(string id, BuildRequest request)
    {
        string? socket = request.SshAgents.GetValueOrDefault(id);
        if (socket is null && id == SshMount.DefaultId)
        {
            socket = request.Environment.GetValueOrDefault(SshMount.Variable);
        }

        if (string.IsNullOrEmpty(socket))
        {
            throw new BuildKitException(
                ExecutionErrorCodes.AgentMissing,
                id == SshMount.DefaultId
                    ? $"The run asks for an agent of ssh, and there is none: {SshMount.Variable} is not set."
                    : $"The run asks for the agent of ssh '{id}', and no --ssh names it.",
                id == SshMount.DefaultId ? "Start one (eval \"$(ssh-agent)\" && ssh-add), or give its socket with --ssh default=SOCKET." : $"Give its socket with --ssh {id}=SOCKET.");
        }

        try
        {
            using Socket agent = Connect(socket);
            return socket;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.AgentMissing, $"The agent of ssh '{id}' does not answer at {socket}: {failure.Message}.",
                "Look whether it still runs (ssh-add -l), or give the socket of another with --ssh.", failure);
        }
    }

    /// <summary>Connects to a socket.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="ArgumentException">No socket can have the path.</exception>
    internal static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
