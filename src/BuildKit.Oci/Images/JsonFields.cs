using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>
/// One object of a document and where it stands, so that every wrong member is named. A member that is null counts as absent, since Go's
/// writers say it so. Unknown members are passed over.
/// </summary>
internal readonly struct JsonFields
{
    private const int MaxDepth = 32;

    private readonly JsonElement element;
    private readonly string where;
    private readonly string path;

    private JsonFields(JsonElement element, string where, string path)
    {
        this.element = element.ValueKind == JsonValueKind.Object ? element : throw Wrong(where, path, "is no object");
        this.where = where;
        this.path = path;
    }

    /// <summary>Reads a document whose top is an object. The memory lives as long as what is read from it, so nothing is disposed of.</summary>
    public static JsonFields Parse(ReadOnlyMemory<byte> json, string where)
    {
        return new JsonFields(ParseRoot(json, where), where, "the document");
    }

    /// <summary>Reads a document whose top is an array of objects.</summary>
    public static ImmutableArray<JsonFields> ParseArray(ReadOnlyMemory<byte> json, string where)
    {
        JsonElement root = ParseRoot(json, where);
        return root.ValueKind == JsonValueKind.Array
            ? [.. root.EnumerateArray().Select((item, index) => new JsonFields(item, where, $"[{index}]"))]
            : throw Wrong(where, "the document", "is no array");
    }

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => TryGet(name, out _);

    public string? String(string name) => TryGet(name, out JsonElement value) ? Text(value, name) : null;

    /// <summary>The text; null where it is absent or empty.</summary>
    public string? NonEmpty(string name) => String(name) is { Length: > 0 } text ? text : null;

    public string RequiredString(string name) => NonEmpty(name) ?? throw Missing(name);

    public bool Flag(string name) =>
        TryGet(name, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Invalid(name, "is neither true nor false"),
        };

    public long? Integer(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Invalid(name, "is no whole number");
    }

    public JsonFields? Object(string name) => TryGet(name, out JsonElement value) ? new JsonFields(value, where, $"{path}.{name}") : null;

    public JsonFields RequiredObject(string name) => Object(name) ?? throw Missing(name);

    /// <summary>The objects of an array; null where it is absent.</summary>
    public ImmutableArray<JsonFields>? Objects(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return null;
        }

        string at = $"{path}.{name}";
        string document = where;
        return [.. Items(value, name).Select((item, index) => new JsonFields(item, document, $"{at}[{index}]"))];
    }

    public ImmutableArray<string>? Strings(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return null;
        }

        JsonFields self = this;
        return [.. Items(value, name).Select((item, index) => self.Text(item, $"{name}[{index}]"))];
    }

    /// <summary>The texts of an object's members.</summary>
    public ImmutableSortedDictionary<string, string>? Map(string name)
    {
        if (Object(name) is not { } map)
        {
            return null;
        }

        return map.Names().ToImmutableSortedDictionary(n => n, n => map.String(n) ?? "", StringComparer.Ordinal);
    }

    /// <summary>The names of an object's members, whatever their values: how Docker writes sets.</summary>
    public ImmutableSortedSet<string> Set(string name) =>
        (Object(name)?.Names() ?? []).ToImmutableSortedSet(StringComparer.Ordinal);

    public Digest Digest(string name) =>
        Content.Digest.TryParse(RequiredString(name), out Digest digest) ? digest : throw Invalid(name, $"('{Shown(String(name))}') is no digest");

    public BuildKitException Invalid(string name, string problem) => Wrong(where, $"{path}.{name}", problem);

    private static JsonElement ParseRoot(ReadOnlyMemory<byte> json, string where)
    {
        if (json.Length > StoredDocuments.MaxSize)
        {
            throw new BuildKitException(
                OciErrorCodes.DocumentTooLarge, $"{where} has {json.Length} bytes; a document has at most {StoredDocuments.MaxSize}.", "It is no image document.");
        }

        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }).RootElement;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is how the check for duplicates meets half a surrogate pair in a name.
            throw new BuildKitException(
                OciErrorCodes.DocumentMalformed, $"{where} is no valid JSON: {exception.Message}", "Fetch or make it again; a proxy's error page looks like this too.", exception);
        }
    }

    private static BuildKitException Wrong(string where, string path, string problem) => new(
        OciErrorCodes.DocumentInvalid, $"{where} is not as its specification says: {path} {problem}.", "Whoever made it must make it again; nothing was taken from it.");

    private static string Shown(string? text) => text is { Length: > 100 } ? text[..100] + "..." : text ?? "";

    private BuildKitException Missing(string name) => Invalid(name, "is missing");

    private bool TryGet(string name, out JsonElement value) => element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private List<JsonElement> Items(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Invalid(name, "is no array");

    private List<string> Names()
    {
        try
        {
            return [.. element.EnumerateObject().Select(p => p.Name)];
        }
        catch (InvalidOperationException)
        {
            throw Wrong(where, path, "has a name that is no text");
        }
    }

    private string Text(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : throw Invalid(name, "is no text");
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half a surrogate pair.
            throw Invalid(name, "is no text");
        }
    }
}
