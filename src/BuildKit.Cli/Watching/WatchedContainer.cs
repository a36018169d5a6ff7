using BuildKit.Cli.Hosting;
using BuildKit.Cli.Running;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci.Content;

namespace BuildKit.Cli.Watching;

/// <summary>The one container of an image that is watched: at most one runs at a time, and none is left behind.</summary>
internal sealed class WatchedContainer(CommandHost host, ISandbox sandbox, ContainerRequest request) : IAsyncDisposable
{
    private CancellationTokenSource? stop;
    private Digest? image;

    /// <summary>Ends when the container does; null where none runs, or its end has been taken.</summary>
    public Task<SandboxExit>? Running { get; private set; }

    /// <summary>Starts a container of an image in the place of the one that runs, unless that is of the same image.</summary>
    /// <returns>Whether one was started.</returns>
    /// <exception cref="BuildKit.Oci.BuildKitException">The image cannot be run; the old container goes on.</exception>
    public async Task<bool> ReplaceAsync(RunImage next, CancellationToken ct)
    {
        if (image == next.Root.Digest && Running is { IsCompleted: false })
        {
            return false;
        }

        // Everything that takes time or may fail is done while the old one still serves.
        UnpackedImage unpacked = await UnpackedImage.PrepareAsync(host.Store, next, ct).ConfigureAwait(false);
        ContainerRequest complete = unpacked.Complete(request);
        await StopAsync().ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        host.Terminal.Flush();
        stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        image = next.Root.Digest;
        Running = new ContainerRunner(sandbox).RunAsync(complete, stop.Token);
        return true;
    }

    /// <summary>How a container ended by itself.</summary>
    public async Task<SandboxExit> TakeEndAsync()
    {
        Task<SandboxExit> ended = Running ?? throw new InvalidOperationException("No container runs.");
        Running = null;
        return await ended.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Asks the container to end, and ends it where it does not do so in time (<see cref="ContainerRunner"/>).</summary>
    private async Task StopAsync()
    {
        if (stop is null)
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        if (Running is { } running)
        {
            // How it ends when it is told to is of no interest, and where it could not begin that was told or is about to be tried again.
            await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }

        Running = null;
        stop.Dispose();
        stop = null;
    }
}
