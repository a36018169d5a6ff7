using System.CommandLine;
using System.CommandLine.Invocation;

namespace BuildKit.Cli.Commands;

/// <summary>Answers <c>--version</c> where it stands among other arguments.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write($"buildkit {ToolVersion.Text}\n");
        return 0;
    }
}
