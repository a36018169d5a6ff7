using System.Text;
using System.Text.Json;

namespace BuildKit.Oci.Registry.Http;

/// <summary>A registry's own words (distribution-spec, "Error Codes"), made safe for one line of a terminal.</summary>
internal static class ErrorBody
{
    private const int LongestBody = 64 * 1024;
    private const int LongestText = 300;

    public static async Task<string> ReadAsync(HttpResponseMessage response, TimeSpan limit, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(limit);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var buffer = new byte[LongestBody];
                int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, timeout.Token).ConfigureAwait(false);
                return Clean(Read(buffer.AsMemory(0, length)));
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // The status says enough; the words are an extra that this answer does not give.
            return "";
        }
    }

    private static string Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return "";
            }

            if (!root.TryGetProperty("errors", out JsonElement errors) || errors.ValueKind != JsonValueKind.Array)
            {
                return Text(root, "details") ?? Text(root, "error_description") ?? Text(root, "message") ?? Text(root, "error") ?? "";
            }

            var words = new List<string>();
            foreach (JsonElement error in errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object).Take(3))
            {
                string detail = error.TryGetProperty("detail", out JsonElement value) ? value.ToString() : "";
                words.Add(string.Join(": ", new[] { Text(error, "code"), Text(error, "message"), Interesting(detail) ? detail : null }.Where(part => !string.IsNullOrEmpty(part))));
            }

            return string.Join("; ", words);
        }
        catch (JsonException)
        {
            return body.Length < LongestText && !body.Span.Contains((byte)'<') ? Encoding.UTF8.GetString(body.Span) : "";
        }
    }

    /// <summary>Details repeat what was asked for, except where the store below the registry has failed.</summary>
    private static bool Interesting(string detail) => detail.Contains("Err", StringComparison.Ordinal);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (char c in text.Trim())
        {
            clean.Append(char.IsControl(c) ? ' ' : c);
        }

        return clean.Length > LongestText ? clean.ToString(0, LongestText) + "..." : clean.ToString().TrimEnd('.');
    }
}
