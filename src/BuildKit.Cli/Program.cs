using BuildKit.Cli;

// Scripts ask for the version often: it is answered before anything else of the program is touched.
if (args is ["--version"])
{
    using var output = new BuildKit.Cli.Terminals.StandardStream(Console.OpenStandardOutput());
    output.Write(System.Text.Encoding.ASCII.GetBytes($"buildkit {ToolVersion.Text}\n"));
    if (output.Failure is null)
    {
        return 0;
    }
}

return CommandLine.Run(args);
