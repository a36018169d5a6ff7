using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Graph.Environments;

namespace BuildKit.Graph.Export;

/// <summary>The environments of a graph as JSON; nothing where there are none.</summary>
internal static class EnvironmentJson
{
    internal static void Write(Utf8JsonWriter json, ImmutableArray<EnvironmentDefinition> environments)
    {
        if (environments.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("environments");
        foreach (EnvironmentDefinition environment in environments)
        {
            json.WriteStartObject();
            json.WriteString("name", environment.Name);
            GraphJson.WriteOrigin(json, environment.Origin);
            json.WriteString("registry", environment.Place.Name);
            WriteStrings(json, "after", environment.After);
            WriteStrings(json, "tags", environment.Tags);
            json.WriteStartArray("gates");
            foreach (Gate gate in environment.Gates)
            {
                WriteGate(json, gate);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGate(Utf8JsonWriter json, Gate gate)
    {
        json.WriteStartObject();
        switch (gate)
        {
            case PassedGate passed:
                json.WriteString("kind", "passed");
                json.WriteString("test", passed.Test);
                json.WriteString("image", passed.Image);
                json.WriteString("definition", passed.Definition.ToString());
                break;
            case CleanSourceGate:
                json.WriteString("kind", "cleanSource");
                break;
            case BranchGate branch:
                json.WriteString("kind", "branch");
                WriteStrings(json, "patterns", branch.Patterns);
                break;
            default:
                throw new InvalidOperationException($"There is no JSON for {gate.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
