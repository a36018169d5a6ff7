using System.Collections.Immutable;
using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Gates;

namespace BuildKit.Cli.Delivering;

/// <summary>What <c>buildkit promote --dry-run</c> shows to people.</summary>
internal static class PlanText
{
    /// <summary>What would happen to an environment, with the tags that would be added and every gate.</summary>
    public static void Write(TextOutput output, string environment, PromotionPlan plan, ImmutableArray<string> tags)
    {
        output.Line(plan.IsThere ? $"{environment} has the release {plan.Release.Digest} already." : $"{environment} would get the release {plan.Release.Digest}");
        ChangeText.WriteImages(output, plan.From);
        string from = ControlCharacters.Shown(plan.From.Predicate.Environment);
        output.Line($"  {(plan.Replaces is { } replaced ? $"in place of {replaced.Release}" : "as its first")}, from {from}: {ChangeText.Of(plan.From.Predicate)}");
        if (!tags.IsEmpty)
        {
            output.Line($"  tags {ControlCharacters.Shown(string.Join(", ", tags))}");
        }

        foreach (GateOutcome gate in plan.Gates)
        {
            output.Line($"  {ChangeText.Of(gate)}");
        }
    }
}
