using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Environments;

namespace BuildKit.Cli.Delivering;

/// <summary>What <c>buildkit status</c> shows to people.</summary>
internal static class StatusText
{
    public static void Write(TextOutput output, IReadOnlyList<EnvironmentStatus> environments)
    {
        foreach (EnvironmentStatus status in environments)
        {
            output.Line($"{output.Styled(TextStyle.Strong, status.Environment.Name)}  {status.Environment.Place.Name}:{status.Environment.Tag}");
            if (status.State?.Head is { } head)
            {
                WriteRecord(output, head);
                if (status.HasOtherGates)
                {
                    string declared = status.DeclaredPolicy?.ToString() ?? "none";
                    output.Line($"  {output.Styled(TextStyle.Warning, "other gates")}: the Buildfile at hand has {declared}, the record was let in by those above");
                }
            }

            foreach (LeftOverTag tag in status.LeftOvers)
            {
                output.Line($"  {output.Styled(TextStyle.Warning, "left over")}: {ControlCharacters.Shown(tag.Place)} names {tag.Names} and is of no image of the release");
            }

            if (status is { State.Head: null, Problem: null })
            {
                output.Line("  nothing was delivered yet");
            }

            if (status.Problem is { } problem)
            {
                output.Line($"  {output.Styled(TextStyle.Error, $"error {problem.Code}")}: {ControlCharacters.Shown(problem.Message)}");
                output.Line($"  {ControlCharacters.Shown(problem.Advice ?? "")}");
            }
        }
    }

    private static void WriteRecord(TextOutput output, PromotionRecord head)
    {
        output.Line($"  release {output.Styled(TextStyle.Accent, head.Release.ToString())}");
        ChangeText.WriteImages(output, head);
        output.Line($"  commit {(head.Predicate.Commit is { } commit ? ControlCharacters.Shown(commit) : "unknown")}");
        output.Line($"  record {ChangeText.Number(head)}: {ChangeText.Of(head.Predicate)} (unsigned)");
        output.Line($"  {ChangeText.GatesOf(head.Predicate)}");
    }
}
