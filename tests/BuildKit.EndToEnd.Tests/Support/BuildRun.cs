using System.Text.Json;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>What <c>buildkit build --progress json</c> said: each step's outcome, and each image's digest.</summary>
public sealed class BuildRun
{
    private readonly Dictionary<int, string> displays = [];
    private readonly List<(string Step, string Outcome, string? Reason)> steps = [];
    private readonly Dictionary<string, string> digests = [];
    private readonly List<string> output = [];

    private BuildRun(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Read(document.RootElement);
        }
    }

    /// <summary>The steps that ran, as people see them.</summary>
    public IEnumerable<string> Ran => steps.Where(step => step.Outcome == "ran").Select(step => step.Step);

    /// <summary>The steps whose results were known.</summary>
    public IEnumerable<string> Cached => steps.Where(step => step.Outcome == "cached").Select(step => step.Step);

    /// <summary>Why each step that ran was not cached.</summary>
    public IEnumerable<string?> Reasons => steps.Where(step => step.Outcome == "ran").Select(step => step.Reason);

    /// <summary>The lines that the steps wrote.</summary>
    public IEnumerable<string> Output => output;

    /// <summary>The manifest digest of a target.</summary>
    public string DigestOf(string target) => digests[target];

    /// <summary>Reads the standard output of a build.</summary>
    public static BuildRun Read(CommandResult result) =>
        new(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private void Read(JsonElement item)
    {
        switch (item.GetProperty("event").GetString())
        {
            case "build.started":
                foreach (JsonElement step in item.GetProperty("steps").EnumerateArray())
                {
                    displays[step.GetProperty("step").GetInt32()] = step.GetProperty("display").GetString()!;
                }

                break;
            case "step.output":
                output.Add(item.GetProperty("line").GetString()!);
                break;
            case "step.completed":
                string? reason = item.TryGetProperty("reason", out JsonElement why) ? why.GetString() : null;
                steps.Add((displays[item.GetProperty("step").GetInt32()], item.GetProperty("outcome").GetString()!, reason));
                break;
            case "build.completed":
                foreach (JsonElement image in item.GetProperty("images").EnumerateArray())
                {
                    digests[image.GetProperty("target").GetString()!] = image.GetProperty("digest").GetString()!;
                }

                break;
        }
    }
}
