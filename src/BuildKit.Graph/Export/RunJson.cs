using System.Globalization;
using System.Text.Json;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Export;

/// <summary>What a run has as JSON. Of a secret there is its id only.</summary>
internal static class RunJson
{
    internal static void Write(Utf8JsonWriter json, RunStep run)
    {
        json.WriteBoolean("shell", run.Command.IsShell);
        StepJson.WriteTexts(json, "arguments", run.Command.Arguments);
        json.WriteStartObject("env");
        foreach (EnvironmentVariable variable in run.Options.Env)
        {
            json.WriteString(variable.Name, variable.Value);
        }

        json.WriteEndObject();
        StepJson.WriteText(json, "user", run.Options.User);
        StepJson.WriteText(json, "dir", run.Options.Dir);
        WriteNetwork(json, run.Options.Network);
        WriteLimits(json, run.Options);
        json.WriteBoolean("cache", !run.Options.NeverCache);
        if (!run.Options.Reports.IsEmpty)
        {
            StepJson.WriteTexts(json, "reports", run.Options.Reports);
        }

        if (run.Options.Incremental is { } incremental)
        {
            StepJson.WriteTexts(json, "intermediate", incremental.Outputs.Select(output => output.Folder));
        }

        json.WriteStartArray("mounts");
        foreach (Mount mount in run.Options.Mounts)
        {
            WriteMount(json, mount);
        }

        foreach (SecretVariable variable in run.Options.SecretVariables)
        {
            json.WriteStartObject();
            json.WriteString("kind", "secret");
            json.WriteString("variable", variable.Name);
            json.WriteString("id", variable.Secret.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNetwork(Utf8JsonWriter json, NetworkAccess network)
    {
        if (network.Hosts.IsEmpty)
        {
            json.WriteBoolean("network", network.IsHost);
        }
        else
        {
            StepJson.WriteTexts(json, "network", [.. network.Hosts.Select(host => host.ToString())]);
        }
    }

    private static void WriteLimits(Utf8JsonWriter json, RunOptions options)
    {
        if (options.MemoryBytes is { } memory)
        {
            json.WriteNumber("memoryBytes", memory);
        }

        if (options.Cpus is { } cpus)
        {
            json.WriteNumber("cpus", cpus);
        }

        if (options.Pids is { } pids)
        {
            json.WriteNumber("pids", pids);
        }

        if (options.Timeout is { } timeout)
        {
            WriteSeconds(json, "timeoutSeconds", timeout);
        }
    }

    internal static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan time) =>
        json.WriteNumber(name, decimal.Parse(time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static void WriteMount(Utf8JsonWriter json, Mount mount)
    {
        json.WriteStartObject();
        switch (mount)
        {
            case CacheMount cache:
                json.WriteString("kind", "cache");
                json.WriteString("target", cache.Target);
                json.WriteString("id", cache.Id);
                json.WriteString("sharing", cache.Sharing.ToString().ToLowerInvariant());
                if (cache.Travels)
                {
                    json.WriteBoolean("travel", true);
                }

                break;
            case SecretMount secret:
                json.WriteString("kind", "secret");
                json.WriteString("target", secret.Target);
                json.WriteString("id", secret.Secret.Id);
                break;
            case SshMount ssh:
                json.WriteString("kind", "ssh");
                json.WriteString("target", ssh.Target);
                json.WriteString("id", ssh.Id);
                break;
            case BindMount bind:
                json.WriteString("kind", "bind");
                json.WriteString("target", bind.Target);
                StepJson.WriteSource(json, bind.Source);
                json.WriteString("path", bind.Path);
                break;
            case TmpfsMount tmpfs:
                json.WriteString("kind", "tmpfs");
                json.WriteString("target", tmpfs.Target);
                if (tmpfs.SizeBytes is { } size)
                {
                    json.WriteNumber("sizeBytes", size);
                }

                break;
            default:
                throw new InvalidOperationException($"There is no JSON for {mount.GetType().Name}.");
        }

        json.WriteEndObject();
    }
}
