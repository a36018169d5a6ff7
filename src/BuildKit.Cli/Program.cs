using BuildKit.Cli;

// Scripts ask for the version often: it is answered before anything else of the program is touched.
if (args is ["--version"])
{
    using Stream output = Console.OpenStandardOutput();
    output.Write("buildkit "u8);
    output.Write(System.Text.Encoding.ASCII.GetBytes(ToolVersion.Text));
    output.Write("\n"u8);
    return 0;
}

Console.WriteLine("buildkit");
return 0;
