using System.CommandLine;
using BuildKit.Cli.Hosting;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit index ...</c></summary>
internal sealed class IndexCommand : Command
{
    /// <summary>Creates the command.</summary>
    public IndexCommand(CommandHost host)
        : base("index", "Indexes of images for several platforms.") => Add(new IndexCreateCommand(host));
}
