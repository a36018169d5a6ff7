using System.Text.Json;
using BuildKit.Graph.Configuration;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Export;

/// <summary>A configuration change as JSON: <c>set</c> says what, <c>value</c> or <c>values</c> to what.</summary>
internal static class ChangeJson
{
    internal static void Write(Utf8JsonWriter json, ConfigChange change)
    {
        switch (change)
        {
            case SetEnv env:
                WriteNamed(json, "env", env.Name, env.Value);
                break;
            case SetLabel label:
                WriteNamed(json, "label", label.Name, label.Value);
                break;
            case SetUser user:
                WriteValue(json, "user", user.User);
                break;
            case SetWorkDir workDir:
                WriteValue(json, "workdir", workDir.Path);
                break;
            case Expose expose:
                WriteValue(json, "port", expose.Port);
                break;
            case AddVolume volume:
                WriteValue(json, "volume", volume.Path);
                break;
            case SetStopSignal signal:
                WriteValue(json, "stopsignal", signal.Signal);
                break;
            case SetEntrypoint entrypoint:
                WriteValues(json, "entrypoint", entrypoint.Arguments);
                break;
            case SetCommand command:
                WriteValues(json, "command", command.Arguments);
                break;
            case SetShell shell:
                WriteValues(json, "shell", shell.Arguments);
                break;
            case SetHealthCheck check:
                WriteCheck(json, check.Check);
                break;
            default:
                throw new InvalidOperationException($"There is no JSON for {change.GetType().Name}.");
        }
    }

    private static void WriteNamed(Utf8JsonWriter json, string set, string name, string value)
    {
        json.WriteString("set", set);
        json.WriteString("name", name);
        json.WriteString("value", value);
    }

    private static void WriteValue(Utf8JsonWriter json, string set, string value)
    {
        json.WriteString("set", set);
        json.WriteString("value", value);
    }

    private static void WriteValues(Utf8JsonWriter json, string set, IEnumerable<string> values)
    {
        json.WriteString("set", set);
        StepJson.WriteTexts(json, "values", values);
    }

    private static void WriteCheck(Utf8JsonWriter json, HealthCheck check)
    {
        WriteValues(json, "healthcheck", check.Test);
        WriteTime(json, "intervalMilliseconds", check.Interval);
        WriteTime(json, "timeoutMilliseconds", check.Timeout);
        WriteTime(json, "startPeriodMilliseconds", check.StartPeriod);
        if (check.Retries is { } retries)
        {
            json.WriteNumber("retries", retries);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } value)
        {
            json.WriteNumber(name, value.Ticks / TimeSpan.TicksPerMillisecond);
        }
    }
}
