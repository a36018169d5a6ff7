using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Environments;

namespace BuildKit.Cli.Delivering;

/// <summary>What <c>buildkit history</c> shows to people.</summary>
internal static class HistoryText
{
    /// <summary>The records, the latest first.</summary>
    public static void Write(TextOutput output, EnvironmentState state)
    {
        foreach (PromotionRecord record in state.History.Reverse())
        {
            string commit = record.Predicate.Commit is { } known ? $", commit {ControlCharacters.Shown(known)}" : "";
            output.Line($"{ChangeText.Number(record),3}  {output.Styled(TextStyle.Accent, record.Release.ToString())}");
            output.Line($"     {ChangeText.Of(record.Predicate)}{commit}");
            output.Line($"     {ChangeText.GatesOf(record.Predicate)}");
        }
    }
}
