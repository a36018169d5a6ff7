using System.CommandLine;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit store ...</c></summary>
internal sealed class StoreCommand : Command
{
    /// <summary>Creates the command.</summary>
    public StoreCommand(CommandHost host)
        : base("store", "The local store itself.") => Add(new StoreVerifyCommand(host));
}
