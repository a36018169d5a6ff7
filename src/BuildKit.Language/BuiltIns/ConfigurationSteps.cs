using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>The steps that change only the configuration of the container.</summary>
internal static class ConfigurationSteps
{
    public static ImmutableArray<BuiltInSymbol> All { get; } =
    [
        Step("Env", "Sets an environment variable.",
            Required("name", BuildType.String, "The variable."), Required("value", BuildType.String, "Its value.")),
        Step("User", "Sets the user of later runs and of the container.",
            Required("user", BuildType.String, "user[:group] by name or number.")),
        Step("Expose", "Says which ports the container listens on.",
            Variadic("ports", BuildTypes.Scalar, "A number, or a string such as \"53/udp\".")),
        Step("Entrypoint", "Sets the program of the container and its first arguments.",
            Variadic("arguments", BuildType.String, "The program and its arguments.")),
        Step("Command", "Sets the arguments behind the entrypoint, or the program where there is none.",
            Variadic("arguments", BuildType.String, "The arguments.")),
        Step("Label", "Sets a label of the image.",
            Required("name", BuildType.String, "The label."), Required("value", BuildType.String, "Its value.")),
        Step("Volume", "Says which folders hold data of their own.",
            Variadic("paths", BuildType.String, "The folders.")),
        Step("StopSignal", "Sets the signal that stops the container.",
            Required("signal", BuildType.String, "A name such as \"SIGTERM\", or a number.")),
        Step("Shell", "Sets the program that Run's scripts are given to.",
            Variadic("arguments", BuildType.String, "The program and its arguments; the script follows them.")),
        Step("HealthCheck", "Sets the shell command that tells whether the container is well.",
            [Required("command", BuildType.Shell, "A string literal whose holes become shell words."), .. HealthOptions()]),
        Step("HealthCheck.Exec", "Sets the program that tells whether the container is well.",
            [Variadic("arguments", BuildType.String, "The program and its arguments."), .. HealthOptions()]),
        Step("HealthCheck.None", "Takes away the health check of the base."),
    ];

    private static CallParameterSymbol[] HealthOptions() =>
    [
        Named("interval", BuildType.String, "Time between checks, such as \"30s\"."),
        Named("timeout", BuildType.String, "Time that one check may take."),
        Named("startPeriod", BuildType.String, "Time in which failures do not count."),
        Named("retries", BuildType.Int, "Failures in a row that make it unhealthy."),
    ];
}
