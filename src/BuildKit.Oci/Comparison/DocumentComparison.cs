using System.Collections.Immutable;
using System.Text.Json;

namespace BuildKit.Oci.Comparison;

/// <summary>Compares two JSON documents value by value, so that members that this program does not know count too.</summary>
internal static class DocumentComparison
{
    /// <summary>The attribute of two documents with the same values in other bytes.</summary>
    public const string Bytes = "bytes";

    /// <summary>The differences; none where the bytes are the same.</summary>
    /// <param name="known">Members that are left out, such as <c>rootfs.diff_ids</c>.</param>
    public static IReadOnlyList<ImageDifference> Compare(ComparedPart part, byte[] left, byte[] right, ImmutableArray<string> known)
    {
        if (left.AsSpan().SequenceEqual(right))
        {
            return [];
        }

        using JsonDocument one = JsonDocument.Parse(left);
        using JsonDocument other = JsonDocument.Parse(right);
        var found = new List<ImageDifference>();
        Compare(part, "", one.RootElement, other.RootElement, known, found);
        return found.Count > 0 ? found : [new ImageDifference(part, Bytes, null, null)];
    }

    private static void Compare(ComparedPart part, string place, JsonElement? left, JsonElement? right, ImmutableArray<string> known, List<ImageDifference> found)
    {
        if (known.Contains(place, StringComparer.Ordinal) || (left is { } a && right is { } b && JsonElement.DeepEquals(a, b)))
        {
            return;
        }

        JsonValueKind? kind = left?.ValueKind == right?.ValueKind ? left?.ValueKind : null;
        if (kind == JsonValueKind.Object)
        {
            foreach (string name in NamesOf(left).Union(NamesOf(right)))
            {
                Compare(part, place.Length == 0 ? name : $"{place}.{name}", Member(left, name), Member(right, name), known, found);
            }
        }
        else if (kind == JsonValueKind.Array)
        {
            for (int i = 0; i < Math.Max(left?.GetArrayLength() ?? 0, right?.GetArrayLength() ?? 0); i++)
            {
                Compare(part, $"{place}[{i}]", Element(left, i), Element(right, i), known, found);
            }
        }
        else
        {
            found.Add(new ImageDifference(part, place, TextOf(left), TextOf(right)));
        }
    }

    private static IEnumerable<string> NamesOf(JsonElement? element) => element?.EnumerateObject().Select(member => member.Name) ?? [];

    private static JsonElement? Member(JsonElement? element, string name) => element is { } known && known.TryGetProperty(name, out JsonElement member) ? member : null;

    private static JsonElement? Element(JsonElement? element, int index) => element is { } known && index < known.GetArrayLength() ? known[index] : null;

    private static string? TextOf(JsonElement? element) => element is { } known ? known.ValueKind == JsonValueKind.String ? known.GetString() : known.GetRawText() : null;
}
