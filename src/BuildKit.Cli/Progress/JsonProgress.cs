using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Events;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Cli.Progress;

/// <summary>One JSON object a line for everything that happens (schemas/progress.schema.json); times are seconds since the build began.</summary>
internal sealed class JsonProgress(TextOutput output) : IBuildProgress
{
    // Paths and commands stay readable; nothing here is put into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> buffer = new();
    private StepLabels? labels;

    /// <inheritdoc />
    public void Begin(StepLabels steps)
    {
        labels = steps;
        Write("build.started", json => WriteSteps(json, steps));
    }

    private static void WriteSteps(Utf8JsonWriter json, StepLabels steps)
    {
        json.WriteNumber("version", 1);
        json.WriteStartArray("steps");
        foreach (StepRef reference in steps.Needed)
        {
            WriteStep(json, reference, steps.Graph[reference]);
        }

        json.WriteEndArray();
    }

    internal static void WriteStep(Utf8JsonWriter json, StepRef reference, Step step)
    {
        json.WriteStartObject();
        json.WriteNumber("step", reference.Index);
        json.WriteString("scope", step.Scope);
        json.WriteString("platform", step.Platform.ToString());
        json.WriteString("display", step.Display);
        json.WriteString("place", step.Origin.ToString());
        json.WriteEndObject();
    }

    /// <inheritdoc />
    public void On(BuildEvent buildEvent)
    {
        switch (buildEvent)
        {
            case StepStarted begin:
                WriteStep("step.started", begin, begin.Step, _ => { });
                break;
            case StepOutput line:
                WriteStep("step.output", line, line.Step, json =>
                {
                    json.WriteString("stream", line.Stream == Engine.Sandbox.OutputStream.Stdout ? "stdout" : "stderr");
                    json.WriteString("line", line.Line);
                });
                break;
            case StepTransferred moved:
                WriteStep("step.transferred", moved, moved.Step, json =>
                {
                    json.WriteNumber("bytes", moved.Bytes);
                    WriteOptional(json, "total", moved.Total);
                });
                break;
            case StepCompleted end:
                WriteStep("step.completed", end, end.Step, json =>
                {
                    json.WriteString("outcome", end.Outcome.ToString().ToLowerInvariant());
                    json.WriteNumber("duration", Seconds(end.Duration));
                    json.WriteNumber("layerBytes", end.LayerBytes);
                    WriteOptional(json, "reason", end.Reason);
                    WriteOptional(json, "remote", end.Remote);
                });
                break;
            case BuildWarning warning:
                Write("build.warning", json =>
                {
                    json.WriteNumber("elapsed", Seconds(warning.Elapsed));
                    json.WriteString("code", warning.Code);
                    json.WriteString("message", warning.Message);
                    WriteOptional(json, "advice", warning.Advice);
                });
                break;
            case CacheExported exported:
                Write("cache.exported", json =>
                {
                    json.WriteNumber("elapsed", Seconds(exported.Elapsed));
                    json.WriteString("place", exported.Place);
                    json.WriteNumber("steps", exported.Steps);
                    json.WriteNumber("movedBytes", exported.MovedBytes);
                });
                break;
            case ReportsWritten written:
                WriteStep("reports.written", written, written.Step, json =>
                {
                    json.WriteString("folder", written.Folder);
                    json.WriteNumber("files", written.Files);
                });
                break;
            case TestStarted or TestPrinted or TestCompleted:
                Write(JsonTests.Kind(buildEvent), json =>
                {
                    json.WriteNumber("elapsed", Seconds(buildEvent.Elapsed));
                    JsonTests.Write(json, buildEvent, labels?.Graph);
                });
                break;
        }
    }

    /// <inheritdoc />
    public void Complete(BuildSummary summary) => Write("build.completed", json =>
    {
        json.WriteNumber("elapsed", Seconds(summary.Duration));
        json.WriteNumber("cached", summary.Cached);
        json.WriteNumber("ran", summary.Ran);
        if (summary.Tests.Length > 0)
        {
            json.WriteNumber("passed", summary.Passed);
            json.WriteNumber("failed", summary.Failed);
        }

        json.WriteStartArray("images");
        foreach (BuiltImage image in summary.Images)
        {
            json.WriteStartObject();
            json.WriteString("target", image.Target.Name);
            json.WriteString("name", image.Name);
            json.WriteString("digest", image.Manifest.Digest.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <inheritdoc />
    public void Delivered(DeliveredImage delivery) => Write("image.delivered", json =>
    {
        json.WriteString("kind", delivery.Kind);
        json.WriteString("place", delivery.Place);
        json.WriteString("digest", delivery.Digest.ToString());
        json.WriteNumber("movedBytes", delivery.MovedBytes);
    });

    /// <inheritdoc />
    public void Fail(Exception exception) => Write("build.failed", json =>
    {
        json.WriteNumber("exitCode", ExitCodes.Of(exception));
        WriteOptional(json, "code", (exception as BuildKitException)?.Code);
        json.WriteString("message", exception is OperationCanceledException ? "Interrupted." : exception.Message);
        WriteOptional(json, "advice", (exception as BuildKitException)?.Advice);
        if (exception is StepFailedException failed)
        {
            json.WriteNumber("step", failed.Reference.Index);
            json.WriteString("place", failed.Step.Origin.ToString());
            WriteOptional(json, "stepExitCode", failed.ExitCode);
        }
    });

    /// <inheritdoc />
    public void Dispose() => output.Flush();

    internal static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 6);

    internal static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    internal static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private void WriteStep(string kind, BuildEvent buildEvent, StepRef step, Action<Utf8JsonWriter> members) => Write(kind, json =>
    {
        json.WriteNumber("elapsed", Seconds(buildEvent.Elapsed));
        json.WriteNumber("step", step.Index);
        members(json);
    });

    private void Write(string kind, Action<Utf8JsonWriter> members)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("event", kind);
            members(json);
            json.WriteEndObject();
        }

        output.Line(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
