using System.CommandLine;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Comparing;

/// <summary>How <c>diff</c> and <c>verify</c> tell what they found.</summary>
internal static class ComparisonReport
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print the differences as JSON (schemas/comparison.schema.json)." };

    /// <summary>Prints all comparisons.</summary>
    /// <returns>The exit code: 1 where one found a difference.</returns>
    public static int Print(CommandHost host, IReadOnlyList<NamedComparison> comparisons, bool asJson)
    {
        if (asJson)
        {
            host.Terminal.Output.Write(ComparisonDocument.Write(comparisons));
        }
        else
        {
            foreach (NamedComparison comparison in comparisons)
            {
                ComparisonText.Write(host.Terminal.Output, comparison);
            }
        }

        return comparisons.All(comparison => comparison.IsSame) ? ExitCodes.Success : ExitCodes.Failure;
    }
}
