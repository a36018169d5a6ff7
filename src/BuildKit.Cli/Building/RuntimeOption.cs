using System.CommandLine;

namespace BuildKit.Cli.Building;

/// <summary><c>--runtime embedded|runc|crun</c></summary>
internal static class RuntimeOption
{
    /// <summary>The launcher that comes with the tool.</summary>
    public const string Embedded = "embedded";

    /// <summary>The option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--runtime")
        {
            Description = "What isolates: the launcher that comes with the tool, or an OCI runtime of this machine.",
            HelpName = "embedded|runc|crun",
            DefaultValueFactory = _ => Embedded,
        };
        option.AcceptOnlyFromAmong(Embedded, "runc", "crun");
        return option;
    }
}
