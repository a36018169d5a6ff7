using System.Text.Json;

namespace BuildKit.MSBuild;

/// <summary>The images in what <c>buildkit graph</c> prints (schemas/graph.schema.json).</summary>
internal static class GraphImages
{
    /// <summary>Reads them in the Buildfile's order.</summary>
    public static IReadOnlyList<DeclaredImage> Read(string graph)
    {
        using JsonDocument document = JsonDocument.Parse(graph);
        JsonElement[] steps = [.. document.RootElement.GetProperty("steps").EnumerateArray()];
        return
        [
            .. document.RootElement.GetProperty("targets").EnumerateArray()
                .Where(target => target.GetProperty("kind").ValueEquals("image"))
                .Select(target => new DeclaredImage(
                    target.GetProperty("name").GetString()!, target.GetProperty("localName").GetString()!, string.Join('\n', Commands(steps, target)))),
        ];
    }

    private static IEnumerable<string> Commands(JsonElement[] steps, JsonElement target)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(target.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("result").GetInt32()));
        while (open.TryPop(out int index))
        {
            if (seen.Add(index))
            {
                foreach (JsonElement input in steps[index].GetProperty("inputs").EnumerateArray())
                {
                    open.Push(input.GetInt32());
                }
            }
        }

        return seen.Order().Select(index => steps[index])
            .Where(step => step.GetProperty("kind").ValueEquals("run"))
            .Select(step => string.Join(' ', step.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetString()!.ReplaceLineEndings(" "))))
            .Where(command => command.Contains("publish", StringComparison.Ordinal));
    }
}
