using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>
/// A folder of JSON Schemas that refer to each other by file name, such as those of the OCI image specification (draft 4).
/// They are bundled into one document, since a draft-4 <c>id</c> inside a property would move the base of its references.
/// </summary>
public sealed class SchemaFolder(string folder)
{
    /// <summary>Fails the test, with every complaint, unless the document is valid under the schema of that file name.</summary>
    public void Validate(string schemaFile, JsonElement document)
    {
        var bundle = new JsonObject { ["$ref"] = $"#/$defs/{schemaFile}" };
        var definitions = new JsonObject();
        foreach (string file in Directory.EnumerateFiles(folder, "*.json"))
        {
            definitions[Path.GetFileName(file)] = Rewrite(JsonNode.Parse(File.ReadAllText(file)), Path.GetFileName(file));
        }

        bundle["$defs"] = definitions;
        EvaluationResults results = JsonSchema.FromText(bundle.ToJsonString()).Evaluate(document, new EvaluationOptions { OutputFormat = OutputFormat.List });
        IEnumerable<string> complaints = (results.Details ?? []).SelectMany(detail =>
            (detail.Errors ?? []).Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        Assert.True(results.IsValid, $"{schemaFile}: {string.Join("; ", complaints)}");
    }

    private static JsonNode? Rewrite(JsonNode? node, string file) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Key is not "$schema" && !(member.Key is "id" && member.Value is JsonValue))
            .Select(member => KeyValuePair.Create(member.Key, member is { Key: "$ref", Value: JsonValue reference }
                ? Reference(reference.GetValue<string>(), file)
                : Rewrite(member.Value, file)))),
        JsonArray items => new JsonArray([.. items.Select(item => Rewrite(item, file))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode Reference(string reference, string file)
    {
        string[] parts = reference.Split('#');
        return $"#/$defs/{(parts[0].Length == 0 ? file : parts[0])}{(parts.Length > 1 ? parts[1] : "")}";
    }
}
