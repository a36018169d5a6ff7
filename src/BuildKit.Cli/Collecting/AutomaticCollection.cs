using BuildKit.Cli.Hosting;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Collection;
using BuildKit.Engine.Events;
using BuildKit.Oci;

namespace BuildKit.Cli.Collecting;

/// <summary>Keeps the local store below the size that BUILDKIT_KEEP says, at the end of a command that built something.</summary>
internal static class AutomaticCollection
{
    /// <summary>Collects where it is needed, and says so in one line on standard error. No failure of it is one of the command.</summary>
    public static async Task RunAsync(CommandHost host, CancellationToken ct)
    {
        if (!host.HasBuilt || KeepVariable.Read(host.Environment) is not { } ceiling)
        {
            return;
        }

        TextOutput output = host.Terminal.Error;
        try
        {
            CollectionReport? report = await new StoreCeiling(host.Store, ceiling).KeepAsync(ct).ConfigureAwait(false);
            if (report is { RemovedBytes: > 0 })
            {
                output.Line($"collected {Sizes.Bytes(report.RemovedBytes)} of the store, which BUILDKIT_KEEP limits; {Sizes.Bytes(report.KeptBytes)} are left");
            }

            if (report is not null && report.KeptBytes > ceiling)
            {
                output.Line($"the store keeps {Sizes.Bytes(report.KeptBytes)}, since images that have names need more than BUILDKIT_KEEP by themselves; buildkit rm takes names away");
            }
        }
        catch (BuildKitException exception)
        {
            output.Line(NoticeText.Of(output, new BuildWarning(TimeSpan.Zero, exception.Code, exception.Message, exception.Advice)) ?? exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The command has done its work.
            return;
        }
    }
}
