using BuildKit.Cli.Terminals;
using BuildKit.Engine.Verification;

namespace BuildKit.Cli.Collecting;

/// <summary>What <c>buildkit store verify</c> says to people.</summary>
internal static class VerificationText
{
    /// <summary>A line for each thing that is wrong, and one with the sum.</summary>
    public static void Write(TextOutput output, VerificationReport report)
    {
        foreach (StoreFinding finding in report.Findings)
        {
            output.Line($"{finding.Code} {finding.Path}: {finding.Problem}; {finding.Consequence}");
        }

        string looked = string.Join(", ", report.Checked.Where(kind => kind.Count > 0).Select(kind => $"{kind.Count} {kind.Name}"));
        string read = Sizes.Bytes(report.Checked.Sum(kind => kind.Bytes));
        output.Line($"{(looked.Length > 0 ? looked : "nothing there")}, {read} read: {Sum(report)}");
    }

    private static string Sum(VerificationReport report) => (report.Findings.Length, report.IsRepaired) switch
    {
        (0, _) => "nothing is wrong",
        (var count, true) => $"{count} wrong, and removed",
        (var count, false) => $"{count} wrong; --repair removes {(count == 1 ? "it" : "them")}",
    };
}
