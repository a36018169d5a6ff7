using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BuildKit.Tests.Sources;
using Json.Schema;

namespace BuildKit.Tests.Schemas;

/// <summary>
/// A folder of JSON Schemas: our own, or those of the OCI image specification, which are of draft 4 and refer to each other by file name.
/// </summary>
internal sealed class SchemaFolder(string folder)
{
    private const string Root = "https://schemas.test/";

    private readonly Lazy<IReadOnlyDictionary<string, JsonSchema>> schemas = new(() => Load(folder));

    /// <summary>The schemas in <c>schemas</c> at the top of the repository.</summary>
    public static SchemaFolder Ours { get; } = new(Path.Combine(RepositoryFolder.Root, "schemas"));

    /// <summary>The schemas of the OCI image specification.</summary>
    public static SchemaFolder ImageSpecification { get; } = new(Path.Combine(RepositoryFolder.Root, "tests", "Shared", "Schemas", "image-spec"));

    /// <summary>Fails the test, with every complaint, unless the document is as the schema of that file name says.</summary>
    public void Validate(string schema, string document)
    {
        EvaluationResults results = Evaluate(schema, document);
        IEnumerable<string> complaints = (results.Details ?? []).SelectMany(detail => (detail.Errors ?? []).Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        Assert.True(results.IsValid, $"{schema}: {string.Join('\n', complaints)}\n{document}");
    }

    /// <summary>As above, of UTF-8.</summary>
    public void Validate(string schema, byte[] document) => Validate(schema, Encoding.UTF8.GetString(document));

    /// <summary>Whether the schema of that file name takes the document.</summary>
    public bool Accepts(string schema, string document) => Evaluate(schema, document).IsValid;

    private EvaluationResults Evaluate(string schema, string document)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        return schemas.Value[schema].Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
    }

    private static Dictionary<string, JsonSchema> Load(string folder)
    {
        Dictionary<string, JsonObject> files = Directory.EnumerateFiles(folder, "*.json")
            .ToDictionary(file => Path.GetFileName(file), file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        var registry = new SchemaRegistry();
        var loaded = new Dictionary<string, JsonSchema>();

        // References are looked up while a schema is built, so what is referred to comes first.
        while (files.Count > 0)
        {
            string next = files.Keys.Order(StringComparer.Ordinal).First(file => !files.Keys.Any(other => other != file && files[file].ToJsonString().Contains($"\"{other}", StringComparison.Ordinal)));
            loaded[next] = Build(next, files[next], registry);
            files.Remove(next);
        }

        return loaded;
    }

    private static JsonSchema Build(string file, JsonObject schema, SchemaRegistry registry)
    {
        // The specification's files of mere definitions do not name their draft.
        bool isDraft4 = schema["$schema"]?.GetValue<string>().Contains("draft-04", StringComparison.Ordinal) ?? true;
        if (!isDraft4)
        {
            return JsonSchema.FromText(schema.ToJsonString(), new BuildOptions { SchemaRegistry = registry }, new Uri(Root + file));
        }

        // Draft 4 has inner ids that would move the base of the references; without them, each file is one resource, readable as draft 6.
        RemoveIds(schema);
        schema.Remove("$schema");
        return JsonSchema.FromText(schema.ToJsonString(), new BuildOptions { SchemaRegistry = registry, Dialect = Dialect.Draft06 }, new Uri(Root + file));
    }

    private static void RemoveIds(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            if (schema["id"] is JsonValue)
            {
                schema.Remove("id");
            }

            foreach ((_, JsonNode? inner) in schema)
            {
                RemoveIds(inner);
            }
        }

        foreach (JsonNode? inner in node as JsonArray ?? [])
        {
            RemoveIds(inner);
        }
    }
}
