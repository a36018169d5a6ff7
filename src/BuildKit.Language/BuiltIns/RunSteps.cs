using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>The steps that run something.</summary>
internal static class RunSteps
{
    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        TestableStep("Run", "Runs a shell script.",
            [Required("command", BuildType.Shell, "A string literal whose holes become shell words."), .. Options()]),
        TestableStep("Exec", "Runs a program without a shell.",
            [Variadic("arguments", BuildType.String, "The program and its arguments."), .. Options()]),
    ];

    private static CallParameterSymbol[] Options() =>
    [
        Named("mounts", BuildType.ListOf(BuildType.Mount), "Cache, Bind, Tmpfs, Ssh and secrets that only this run sees."),
        Named("env", BuildType.Object, "Variables for this run only: new { NAME = value }."),
        Named("user", BuildType.String, "user[:group]; else the one that User set."),
        Named("dir", BuildType.String, "The directory; else the one that WorkDir set."),
        Named("network", BuildTypes.Network, "true: the host's network. A list: only these hosts, as \"host\", \"host:port\" or \"*.domain\". Else only a loopback device."),
        Named("memory", BuildType.String, "The most memory, such as \"512m\" or \"2g\"."),
        Named("cpus", BuildType.String, "The most cores, such as \"1.5\"."),
        Named("pids", BuildType.Int, "The most processes and threads at once; else an eighth of what the machine can have, at most 32768."),
        Named("timeout", BuildType.String, "How long it may take, such as \"90s\" or \"10m\"."),
        Named("cache", BuildTypes.CacheUse, "Never: run in every build."),
        Named("reports", BuildType.Strings, "Files and folders brought out even when the run fails: paths or globs."),
    ];
}
