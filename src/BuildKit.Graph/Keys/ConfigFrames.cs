using System.Globalization;
using BuildKit.Graph.Configuration;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Keys;

/// <summary>What a configuration change says, as frames of a step's id.</summary>
internal static class ConfigFrames
{
    internal static KeyFrames Add(KeyFrames frames, ConfigChange change) => change switch
    {
        SetEnv env => frames.Add("set", "env").Add("name", env.Name).Add("value", env.Value),
        SetUser user => frames.Add("set", "user").Add("value", user.User),
        SetWorkDir workDir => frames.Add("set", "workdir").Add("value", workDir.Path),
        Expose expose => frames.Add("set", "port").Add("value", expose.Port),
        SetEntrypoint entrypoint => frames.Add("set", "entrypoint").AddAll("value", entrypoint.Arguments).Add("keeps-command", entrypoint.KeepsCommand ? "true" : null),
        SetCommand command => frames.Add("set", "command").AddAll("value", command.Arguments),
        SetLabel label => frames.Add("set", "label").Add("name", label.Name).Add("value", label.Value),
        AddVolume volume => frames.Add("set", "volume").Add("value", volume.Path),
        SetHealthCheck check => AddCheck(frames.Add("set", "healthcheck"), check.Check),
        SetStopSignal signal => frames.Add("set", "stopsignal").Add("value", signal.Signal),
        SetShell shell => frames.Add("set", "shell").AddAll("value", shell.Arguments),
        _ => throw new InvalidOperationException($"There is no definition of {change.GetType().Name}."),
    };

    private static KeyFrames AddCheck(KeyFrames frames, HealthCheck check) =>
        frames
            .AddAll("test", check.Test)
            .Add("interval", Ticks(check.Interval))
            .Add("timeout", Ticks(check.Timeout))
            .Add("start-period", Ticks(check.StartPeriod))
            .Add("retries", check.Retries?.ToString(CultureInfo.InvariantCulture));

    private static string? Ticks(TimeSpan? time) => time?.Ticks.ToString(CultureInfo.InvariantCulture);
}
