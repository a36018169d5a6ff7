using System.Text.Json;
using BuildKit.Cli.Tests.Processes;
using Json.Schema;

namespace BuildKit.Cli.Tests.House;

/// <summary>The schemas of the repository.</summary>
internal static class Schemas
{
    private static readonly Dictionary<string, JsonSchema> Loaded = [];

    /// <summary>Fails unless a document is as its schema says.</summary>
    public static void Check(string schema, string document)
    {
        JsonSchema loaded;
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(schema, out loaded!))
            {
                loaded = Loaded[schema] = JsonSchema.FromText(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "schemas", schema + ".schema.json")));
            }
        }

        EvaluationResults results = loaded.Evaluate(JsonDocument.Parse(document).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        string errors = string.Join('\n', (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key} {error.Value}")));
        Assert.True(results.IsValid, $"{errors}\n{document}");
    }
}
