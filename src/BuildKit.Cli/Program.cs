using BuildKit.Cli;

// Scripts ask for the version often: it is answered before anything else of the program is touched.
if (args is ["--version"])
{
    using Stream output = Console.OpenStandardOutput();
    output.Write(System.Text.Encoding.ASCII.GetBytes($"buildkit {ToolVersion.Text}\n"));
    return 0;
}

return CommandLine.Run(args);
