using System.Collections.Concurrent;
using System.Net.Sockets;

namespace BuildKit.Engine.Fetches;

/// <summary>Serves the connections of one run to its proxy. Disposing ends all of them.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private const int MostConnections = 256;

    private readonly Socket listener;
    private readonly ProxyRules rules;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim free = new(MostConnections);
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly Task accepting;

    /// <summary>Begins to serve.</summary>
    /// <param name="listener">Listens in the run's network; disposed of with this object.</param>
    internal ProxyServer(Socket listener, ProxyRules rules)
    {
        this.listener = listener;
        this.rules = rules;
        accepting = AcceptAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        await Task.WhenAll(connections.Keys);
        listener.Dispose();
        free.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await free.WaitAsync(stop.Token);
                Socket client = await listener.AcceptAsync(stop.Token);
                Task connection = ServeAsync(client);
                connections[connection] = true;
                _ = connection.ContinueWith(ended => connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The run is over, or its network is gone.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            client.NoDelay = true;
            await new ProxyConnection(client, rules).RunAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        finally
        {
            client.Dispose();
            free.Release();
        }
    }
}
