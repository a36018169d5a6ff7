using System.Collections.Immutable;
using System.Text.Json;

namespace BuildKit.Oci.Images;

/// <summary>The <c>config</c> object of an image configuration, read and written.</summary>
internal static class ContainerConfigJson
{
    private const long NanosecondsPerTick = 100;

    public static void Write(Utf8JsonWriter json, ContainerConfig config)
    {
        json.WriteStartObject();
        DescriptorJson.WriteOptional(json, "User", config.User);
        WriteSet(json, "ExposedPorts", config.ExposedPorts);
        if (config.Env.Length > 0)
        {
            DescriptorJson.WriteStrings(json, "Env", [.. config.Env.Select(v => v.ToString())]);
        }

        WriteList(json, "Entrypoint", config.Entrypoint);
        WriteList(json, "Cmd", config.Cmd);
        WriteSet(json, "Volumes", config.Volumes);
        DescriptorJson.WriteOptional(json, "WorkingDir", config.WorkingDir);
        DescriptorJson.WriteMap(json, "Labels", config.Labels);
        DescriptorJson.WriteOptional(json, "StopSignal", config.StopSignal);
        if (config.HealthCheck is { } check)
        {
            WriteHealthCheck(json, check);
        }

        WriteList(json, "Shell", config.Shell);
        json.WriteEndObject();
    }

    public static ContainerConfig Read(JsonFields fields) => new()
    {
        User = fields.NonEmpty("User"),
        ExposedPorts = fields.Set("ExposedPorts"),
        Env = ReadEnv(fields),
        Entrypoint = fields.Strings("Entrypoint"),
        Cmd = fields.Strings("Cmd"),
        Volumes = fields.Set("Volumes"),
        WorkingDir = fields.NonEmpty("WorkingDir"),
        Labels = fields.Map("Labels") ?? ContainerConfig.Empty.Labels,
        StopSignal = fields.NonEmpty("StopSignal"),
        HealthCheck = fields.Object("Healthcheck") is { } check ? ReadHealthCheck(check) : null,
        Shell = fields.Strings("Shell") is { Length: > 0 } shell ? shell : null,
    };

    private static ImmutableArray<EnvironmentVariable> ReadEnv(JsonFields fields)
    {
        // A name that stands twice keeps its first place and its last value, which is what a runtime gives the process.
        List<EnvironmentVariable> variables = [];
        foreach (string text in fields.Strings("Env") ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? text : text[..equals];
            if (name.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
            {
                throw fields.Invalid("Env", "holds what is no NAME=value");
            }

            EnvironmentVariable variable = new(name, equals < 0 ? "" : text[(equals + 1)..]);
            int known = variables.FindIndex(v => v.Name == name);
            if (known < 0)
            {
                variables.Add(variable);
            }
            else
            {
                variables[known] = variable;
            }
        }

        return [.. variables];
    }

    private static HealthCheck ReadHealthCheck(JsonFields fields)
    {
        long? retries = fields.Integer("Retries");
        return retries is < 0 or > int.MaxValue
            ? throw fields.Invalid("Retries", "is out of range")
            : new HealthCheck(
                fields.Strings("Test") ?? [],
                ReadDuration(fields, "Interval"),
                ReadDuration(fields, "Timeout"),
                ReadDuration(fields, "StartPeriod"),
                retries is 0 ? null : (int?)retries)
            {
                StartInterval = ReadDuration(fields, "StartInterval"),
            };
    }

    private static TimeSpan? ReadDuration(JsonFields fields, string name) => fields.Integer(name) switch
    {
        null or 0 => null,
        < 0 => throw fields.Invalid(name, "is negative"),
        long nanoseconds => TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick),
    };

    private static void WriteHealthCheck(Utf8JsonWriter json, HealthCheck check)
    {
        json.WriteStartObject("Healthcheck");
        if (check.Test.Length > 0)
        {
            DescriptorJson.WriteStrings(json, "Test", check.Test);
        }

        WriteDuration(json, "Interval", check.Interval);
        WriteDuration(json, "Timeout", check.Timeout);
        WriteDuration(json, "StartPeriod", check.StartPeriod);
        WriteDuration(json, "StartInterval", check.StartInterval);
        if (check.Retries is > 0 and { } retries)
        {
            json.WriteNumber("Retries", retries);
        }

        json.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is { Ticks: > 0 } value)
        {
            json.WriteNumber(name, checked(value.Ticks * NanosecondsPerTick));
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string>? values)
    {
        if (values is { } list)
        {
            DescriptorJson.WriteStrings(json, name, list);
        }
    }

    private static void WriteSet(Utf8JsonWriter json, string name, ImmutableSortedSet<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (string value in values.Order(StringComparer.Ordinal))
        {
            json.WriteStartObject(value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
