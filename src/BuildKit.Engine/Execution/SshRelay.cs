using System.Buffers.Binary;
using System.Net.Sockets;
using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Execution;

/// <summary>
/// A socket of a run's user behind which is an agent of ssh of the invoker: the agent's own belongs to the invoker, and a user of the container could not open it. What passes
/// lists keys and signs with them; a run can neither add, remove nor lock keys.
/// </summary>
internal sealed class SshRelay : IDisposable
{
    // The messages' types (draft-ietf-sshm-ssh-agent, "Message numbers").
    private const byte RequestIdentities = 11;
    private const byte SignRequest = 13;
    private const byte Extension = 27;
    private const byte Failure = 5;

    // As ssh-agent has it.
    private const int LargestMessage = 256 * 1024;
    private const int ReadWriteOfOwner = 0x180; // 0600
    private const int Waiting = 64;

    private readonly string agent;
    private readonly Socket listener;
    private readonly CancellationTokenSource end = new();

    private SshRelay(string agent, Socket listener)
    {
        this.agent = agent;
        this.listener = listener;
        _ = AcceptAsync();
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The socket to make, in a folder that nobody else can enter.</param>
    /// <param name="agent">The agent's socket.</param>
    /// <param name="user">Who may connect.</param>
    internal static SshRelay Open(string path, string agent, ProcessUser user)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            OwnedPath.Set(path, user.Uid, user.Gid, ReadWriteOfOwner);
            listener.Listen(Waiting);
            return new SshRelay(agent, listener);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Ends all connections.</summary>
    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptAsync(end.Token).ConfigureAwait(false));
            }
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using var inside = new NetworkStream(client, ownsSocket: true);
            using var outside = new NetworkStream(SshAgents.Connect(agent), ownsSocket: true);
            while (await ReadAsync(inside).ConfigureAwait(false) is { } request)
            {
                byte[]? answer = [0, 0, 0, 1, Failure];
                if (request[sizeof(uint)] is RequestIdentities or SignRequest or Extension)
                {
                    await outside.WriteAsync(request, end.Token).ConfigureAwait(false);
                    answer = await ReadAsync(outside).ConfigureAwait(false);
                }

                if (answer is null)
                {
                    return;
                }

                await inside.WriteAsync(answer, end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of both is gone; the program in the run sees the end of the connection.
        }
    }

    /// <summary>One message with its length in front; null at the end, and where it is none.</summary>
    private async Task<byte[]?> ReadAsync(NetworkStream stream)
    {
        byte[] length = new byte[sizeof(uint)];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, end.Token).ConfigureAwait(false) < length.Length)
        {
            return null;
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(length);
        if (size is 0 or > LargestMessage)
        {
            return null;
        }

        byte[] message = [.. length, .. new byte[size]];
        int read = await stream.ReadAtLeastAsync(message.AsMemory(sizeof(uint)), (int)size, throwOnEndOfStream: false, end.Token).ConfigureAwait(false);
        return read < size ? null : message;
    }
}
