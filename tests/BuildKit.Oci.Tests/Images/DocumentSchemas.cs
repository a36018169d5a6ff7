using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace BuildKit.Oci.Tests.Images;

/// <summary>The specification's own schemas, which refer to each other by file name.</summary>
internal static class DocumentSchemas
{
    private const string Root = "https://schemas.test/";

    private static readonly Lazy<Dictionary<string, JsonSchema>> Schemas = new(Load);

    /// <summary>Fails with every place where the document breaks the schema.</summary>
    public static void Validate(string schema, byte[] document)
    {
        EvaluationResults results = Schemas.Value[schema].Evaluate(JsonNode.Parse(document).Deserialize<JsonElement>(), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, string.Join('\n', (results.Details ?? []).Where(d => d.Errors is not null).Select(d => $"{d.InstanceLocation}: {string.Join(", ", d.Errors!.Values)}")));
    }

    /// <summary>Whether the schema takes the document.</summary>
    public static bool Accepts(string schema, string document) => Schemas.Value[schema].Evaluate(JsonNode.Parse(document).Deserialize<JsonElement>()).IsValid;

    private static Dictionary<string, JsonSchema> Load()
    {
        // Draft 4 has inner 'id's that would move the base of the references; without them each file is one resource.
        Dictionary<string, JsonNode> files = typeof(DocumentSchemas).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".json", StringComparison.Ordinal))
            .ToDictionary(n => n, n => WithoutIds(JsonNode.Parse(typeof(DocumentSchemas).Assembly.GetManifestResourceStream(n)!)!));
        Dictionary<string, JsonSchema> schemas = [];
        BuildOptions options = new() { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft06 };

        // References are looked up when a schema is built, so what is referred to comes first.
        foreach (string name in files.Keys.OrderBy(n => n.StartsWith("defs", StringComparison.Ordinal) ? 0 : n.StartsWith("content", StringComparison.Ordinal) ? 1 : 2)
            .ThenBy(n => n.Length))
        {
            JsonNode node = files[name];
            node.AsObject().Remove("$schema");
            schemas[name] = JsonSchema.FromText(node.ToJsonString(), options, new Uri(Root + name));
        }

        return schemas;
    }

    private static JsonNode WithoutIds(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            if (schema["id"] is JsonValue)
            {
                schema.Remove("id");
            }

            foreach (JsonNode inner in schema.Select(p => p.Value).OfType<JsonNode>())
            {
                WithoutIds(inner);
            }
        }

        foreach (JsonNode inner in (node as JsonArray)?.OfType<JsonNode>() ?? [])
        {
            WithoutIds(inner);
        }

        return node;
    }
}
