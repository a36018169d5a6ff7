using System.Text.Json;
using Json.Schema;

namespace BuildKit.Graph.Tests;

/// <summary>Documents against the schemas of the repository.</summary>
internal static class Schemas
{
    public static void Valid(string schema, string document)
    {
        EvaluationResults results = Evaluate(schema, document);
        Assert.True(results.IsValid, string.Join('\n', (results.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
    }

    public static void Invalid(string schema, string document) => Assert.False(Evaluate(schema, document).IsValid);

    private static EvaluationResults Evaluate(string schema, string document)
    {
        JsonSchema parsed = JsonSchema.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", schema)));
        using JsonDocument json = JsonDocument.Parse(document);
        return parsed.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
    }
}
