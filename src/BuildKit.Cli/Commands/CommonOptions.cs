using System.CommandLine;

namespace BuildKit.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary><c>--locked</c></summary>
    public static Option<bool> Locked() => new("--locked")
    {
        Description = "Fail where buildkit.lock does not pin a base, instead of pinning it: for build servers.",
    };

    /// <summary><c>--insecure</c></summary>
    public static Option<bool> Insecure() => new("--insecure")
    {
        Description = "Take plain HTTP and unverified certificates from any registry; loopback registries may always answer in plain HTTP.",
    };
}
