using System.Globalization;
using BuildKit.Cli.Terminals;
using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Gates;

namespace BuildKit.Cli.Delivering;

/// <summary>What changes and records are called in text. Digests are printed in full, since people compare them.</summary>
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
        int width = record.Images.Max(image => image.Name.Length);
        foreach (Delivery.Evidence.Subject image in record.Images)
        {
            output.Line($"  {image.Name.PadRight(width)}  {image.Digest}");
        }
    }

    /// <summary>When, by whom and from where, such as <c>2026-01-31 12:00:00 UTC by anna, promoted from Dev (localhost:5000/dev/api)</c>.</summary>
    public static string Of(PromotionPredicate record) => $"{Time(record.At)} by {ControlCharacters.Shown(record.By)}, " + (record.Action switch
    {
        PromotionAction.Deploy => "deployed",
        PromotionAction.Promote => $"promoted from {record.From} ({record.FromRegistry})",
        _ => "rolled back",
    });

    /// <summary>A gate and whether it holds, in a line.</summary>
    public static string Of(GateOutcome gate) => $"{(gate.Holds ? "holds" : "does not hold")}  {gate.Gate}: {gate.Reason}";

    /// <summary>A record's number.</summary>
    public static string Number(PromotionRecord record) => record.Predicate.Sequence.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
