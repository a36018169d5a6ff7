using System.Collections.Immutable;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Hosting;
using BuildKit.Oci.Images;

namespace BuildKit.Cli.Locking;

/// <summary>
/// Tells at the end of a build which of its bases are no longer what their tag names. Registries are asked while steps run, so that there is hardly anything to wait for at
/// the end, and a build that runs nothing asks none.
/// </summary>
internal sealed class MovedBaseNotice(CommandHost host, LoadedBuildfile buildfile) : IDisposable
{
    private const string OffVariable = "BUILDKIT_NO_NOTICE";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private Task<ImmutableArray<ImageReference>>? asking;

    /// <summary>Whether the user has not turned it off.</summary>
    public static bool IsOn(IReadOnlyDictionary<string, string> environment) => !environment.ContainsKey(OffVariable);

    /// <summary>Begins to ask about the bases that were taken from the lock so far; does not wait.</summary>
    public void Begin() => asking ??= Task.Run(() => buildfile.Moved.FindAsync(buildfile.Resolver.FromLock, Limit, stop.Token));

    /// <summary>Prints what is known when all have answered, or the time for it is over: a line for each base on standard error.</summary>
    public async Task TellAsync(CancellationToken ct)
    {
        if (asking is null)
        {
            return;
        }

        using CancellationTokenRegistration registration = ct.Register(stop.Cancel);
        foreach (ImageReference reference in await asking.ConfigureAwait(false))
        {
            host.Terminal.Error.Line($"{reference} names another image now than buildkit.lock pins; 'buildkit update {reference}' takes it");
        }
    }

    /// <summary>Stops asking.</summary>
    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }
}
