using System.Collections.Immutable;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Configuration;

/// <summary>What a run step comes to on one configuration: what is started and what enters its key are the same values.</summary>
/// <param name="Arguments">The program and its arguments; a script stands behind the shell.</param>
/// <param name="Env">The whole environment that keys know of, in order: the constants, the configuration's, the call's; one value a name.</param>
/// <param name="WorkingDirectory">Absolute.</param>
/// <param name="User"><c>user[:group]</c> as written; <c>0</c> where nothing says.</param>
/// <param name="Mounts">The step's mounts in order, with absolute targets.</param>
public sealed record EffectiveRun(
    ImmutableArray<string> Arguments, ImmutableArray<EnvironmentVariable> Env, string WorkingDirectory, string User, ImmutableArray<Mount> Mounts)
{
    /// <summary>What is made on the way and found again, in absolute folders; null for nothing.</summary>
    public IncrementalRun? Incremental { get; private init; }

    /// <summary>The shell of a configuration that names none.</summary>
    public static ImmutableArray<string> DefaultShell { get; } = ["/bin/sh", "-ec"];

    /// <summary>Docker's search path, where neither configuration nor call sets one.</summary>
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>1980-01-01T00:00:00Z in seconds since 1970: the time of every file that a build makes.</summary>
    public const long FixedTime = 315532800;

    /// <summary>Works it out.</summary>
    public static EffectiveRun Of(RunStep step, ContainerConfig config)
    {
        string directory = ImagePath.Resolve(config.WorkingDir, step.Options.Dir ?? ".");
        ImmutableArray<EnvironmentVariable> constants =
        [
            new("PATH", DefaultPath),
            new("SOURCE_DATE_EPOCH", FixedTime.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];
        return new EffectiveRun(
            step.Command.IsShell ? [.. config.Shell ?? DefaultShell, .. step.Command.Arguments] : step.Command.Arguments,
            EnvironmentVariables.SetAll(EnvironmentVariables.SetAll(constants, config.Env), step.Options.Env),
            directory,
            FirstOf(step.Options.User, config.User),
            [.. step.Options.Mounts.Select(mount => mount with { Target = ImagePath.Resolve(directory, mount.Target) })])
        {
            Incremental = step.Options.Incremental?.In(directory),
        };
    }

    /// <summary>The same for a run that finds so many of its outputs as they were.</summary>
    public EffectiveRun After(int found) =>
        Incremental is { } incremental && found > 0 && found * 2 >= incremental.Outputs.Length ? this with { Arguments = [.. Arguments, .. incremental.WhenFound] } : this;

    private static string FirstOf(string? call, string? config) => !string.IsNullOrEmpty(call) ? call : !string.IsNullOrEmpty(config) ? config : "0";
}
