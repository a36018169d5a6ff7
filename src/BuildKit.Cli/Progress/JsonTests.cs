using System.Text.Json;
using BuildKit.Engine.Events;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Testing;
using BuildKit.Graph;
using BuildKit.Graph.Steps;

namespace BuildKit.Cli.Progress;

/// <summary>What the objects about tests hold (schemas/progress.schema.json).</summary>
internal static class JsonTests
{
    /// <summary>What the event is called.</summary>
    public static string Kind(BuildEvent buildEvent) => buildEvent switch
    {
        TestStarted => "test.started",
        TestPrinted => "test.output",
        _ => "test.completed",
    };

    /// <summary>Writes the members behind the time.</summary>
    public static void Write(Utf8JsonWriter json, BuildEvent buildEvent, BuildGraph? graph)
    {
        switch (buildEvent)
        {
            case TestStarted begin:
                json.WriteString("test", begin.Test.Name);
                json.WriteString("image", begin.Test.Image);
                json.WriteStartArray("steps");
                if (graph is not null)
                {
                    foreach (StepRef step in begin.Test.Steps)
                    {
                        JsonProgress.WriteStep(json, step, graph[step]);
                    }
                }

                json.WriteEndArray();
                break;
            case TestPrinted printed:
                json.WriteString("test", printed.Test.Name);
                JsonProgress.WriteOptional(json, "step", printed.Line.Step?.Index);
                json.WriteString("stream", printed.Line.Stream == OutputStream.Stdout ? "stdout" : "stderr");
                json.WriteString("line", printed.Line.Text);
                break;
            case TestCompleted end:
                WriteResult(json, end.Result);
                break;
        }
    }

    private static void WriteResult(Utf8JsonWriter json, TestResult result)
    {
        json.WriteString("test", result.Test.Name);
        json.WriteString("image", result.Test.Image);
        json.WriteString("digest", result.Manifest.ToString());
        json.WriteString("outcome", result.Outcome.ToString().ToLowerInvariant());
        json.WriteNumber("duration", JsonProgress.Seconds(result.Duration));
        if (result.Failure is { } failure)
        {
            json.WriteString("code", failure.Cause.Code);
            json.WriteString("message", failure.Cause.Message);
            JsonProgress.WriteOptional(json, "advice", failure.Cause.Advice);
            json.WriteString("place", failure.Place.ToString());
            JsonProgress.WriteOptional(json, "step", failure.Step?.Index);
            JsonProgress.WriteOptional(json, "exitCode", failure.ExitCode);
        }
    }
}
