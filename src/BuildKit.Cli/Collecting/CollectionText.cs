using BuildKit.Cli.Terminals;
using BuildKit.Engine.Collection;

namespace BuildKit.Cli.Collecting;

/// <summary>What <c>buildkit gc</c> says to people.</summary>
internal static class CollectionText
{
    /// <summary>A line for each kind of which something goes, and one with the sum.</summary>
    public static void Write(TextOutput output, CollectionReport report, bool isDryRun)
    {
        foreach (CollectedKind kind in report.Removed.Where(kind => kind.Count > 0))
        {
            output.Line($"{kind.Name}: {kind.Count}, {Sizes.Bytes(kind.Bytes)}");
        }

        output.Line($"{(isDryRun ? "would free" : "freed")} {Sizes.Bytes(report.RemovedBytes)}, {Sizes.Bytes(report.KeptBytes)} {(isDryRun ? "would be left" : "are left")}");
    }
}
