using System.Globalization;
using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;

namespace BuildKit.Cli.Delivering;

/// <summary>
/// What changes and records are called in text. Digests are printed in full, since people compare them. What a registry says is another's text, so none of its
/// control characters reaches the terminal.
/// </summary>
internal static class ChangeText
{
    /// <summary>The lines after a deployment, promotion or rollback.</summary>
    public static void Write(TextOutput output, string environment, ChangeResult result)
    {
        string moved = result.MovedBytes > 0 ? $" ({Sizes.Bytes(result.MovedBytes)} moved)" : "";
        output.Line(result.WasThere
            ? $"{environment} has the release {result.Release.Digest} already."
            : $"{environment} has the release {output.Styled(TextStyle.Accent, result.Release.Digest.ToString())} now, record {Number(result.Record)}{moved}.");
        WriteImages(output, result.Record);
    }

    /// <summary>A line for each image of a record.</summary>
    public static void WriteImages(TextOutput output, PromotionRecord record)
    {
        string[] names = [.. record.Images.Select(image => ControlCharacters.Shown(image.Name))];
        int width = names.Max(name => name.Length);
        foreach ((string name, Subject image) in names.Zip(record.Images))
        {
            output.Line($"  {name.PadRight(width)}  {image.Digest}");
        }
    }

    /// <summary>When, by whom and from where, such as <c>2026-01-31 12:00:00 UTC by anna, promoted from Dev (localhost:5000/dev/api)</c>.</summary>
    public static string Of(PromotionPredicate record) => $"{Time(record.At)} by {Shown(record.By)}, " + (record.Action switch
    {
        PromotionAction.Deploy => "deployed",
        PromotionAction.Promote => $"promoted from {Shown(record.From)} ({Shown(record.FromRegistry)})",
        _ => "rolled back",
    });

    /// <summary>A gate and whether it holds, in a line.</summary>
    public static string Of(GateOutcome gate) => $"{(gate.Holds ? "holds" : "does not hold")}  {gate.Gate}: {Shown(gate.Reason)}";

    /// <summary>The gates that a record was let in by, such as <c>gates sha256:...</c>.</summary>
    public static string GatesOf(PromotionPredicate record) => record switch
    {
        { Policy: { } policy } => $"gates {policy}",
        { Action: PromotionAction.Rollback } => "gates not asked",
        _ => "gates none",
    };

    /// <summary>A record's number.</summary>
    public static string Number(PromotionRecord record) => record.Predicate.Sequence.ToString(CultureInfo.InvariantCulture);

    private static string Shown(string? text) => ControlCharacters.Shown(text ?? "unknown");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
