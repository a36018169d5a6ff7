using System.Collections.Immutable;
using BuildKit.Graph.Mounts;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>The optional arguments of <c>Run</c> and <c>Exec</c>.</summary>
public sealed record RunOptions
{
    /// <summary>A run that asks for nothing.</summary>
    public static RunOptions Default { get; } = new();

    /// <summary>Mounts in the order written.</summary>
    public ImmutableArray<Mount> Mounts { get; init; } = [];

    /// <summary>Variables for this run only; they follow the configuration's and replace those of the same name.</summary>
    public ImmutableArray<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>Secrets as variables for this run only, in the order written; none has a name that <see cref="Env"/> has, and none comes twice.</summary>
    public ImmutableArray<SecretVariable> SecretVariables { get; init; } = [];

    /// <summary><c>user[:group]</c>; null for the configuration's.</summary>
    public string? User { get; init; }

    /// <summary>The directory; null for the configuration's.</summary>
    public string? Dir { get; init; }

    /// <summary>What the run sees of the host's network.</summary>
    public NetworkAccess Network { get; init; } = NetworkAccess.None;

    /// <summary>Memory limit in bytes; null for none. Not part of the key.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>CPU limit in cores, such as 1.5; null for none. Not part of the key.</summary>
    public double? Cpus { get; init; }

    /// <summary>The most processes and threads at once, 1 to 4194304; null for the default of the machine. Not part of the key.</summary>
    public int? Pids { get; init; }

    /// <summary>How long it may take; null for no limit. Not part of the key.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Paths and globs of files and folders that are brought out of the run, even when it fails; relative ones from the run's directory. Not part of the key.
    /// </summary>
    public ImmutableArray<string> Reports { get; init; } = [];

    /// <summary>What is made on the way and found again; null for nothing. Not part of the key.</summary>
    public IncrementalRun? Incremental { get; init; }

    /// <summary>Whether a result is neither looked up nor kept: <c>cache: Never</c>.</summary>
    public bool NeverCache { get; init; }
}
