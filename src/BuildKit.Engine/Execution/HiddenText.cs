using System.Collections.Immutable;
using System.Text;
using BuildKit.Engine.Snapshots;

namespace BuildKit.Engine.Execution;

/// <summary>A line of a secret, which no output shows.</summary>
/// <param name="Text">Four characters at least.</param>
/// <param name="Secret">The name of the secret.</param>
/// <param name="Tells">Whether it gives the secret away (<see cref="SecretParts"/>).</param>
internal sealed record HiddenText(string Text, string Secret, bool Tells)
{
    private const int Shortest = 4;

    /// <summary>What is to be hidden of secrets, the longest first.</summary>
    internal static ImmutableArray<HiddenText> Of(IEnumerable<KnownSecret> secrets) =>
    [
        .. secrets.SelectMany(Lines).DistinctBy(line => line.Text, StringComparer.Ordinal).OrderByDescending(line => line.Text.Length),
    ];

    private static IEnumerable<HiddenText> Lines(KnownSecret secret)
    {
        HashSet<string> telling = [.. SecretParts.Of(secret.Value).Select(part => Encoding.UTF8.GetString(part.Span).Trim())];
        return Encoding.UTF8.GetString(secret.Value).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Length >= Shortest)
            .Select(line => new HiddenText(line, secret.Name, telling.Contains(line)));
    }
}
