using System.Diagnostics;
using BuildKit.Engine.Snapshots;

namespace BuildKit.Cli.Tests.Processes;

/// <summary>A temporary folder with a store of its own, in which the built tool is run as a process.</summary>
internal sealed class ToolFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("buildkit-cli-").FullName;

    public ToolFolder()
    {
        Folder = Path.Combine(root, "work");
        Home = Path.Combine(root, "home");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Home);
    }

    /// <summary>The current folder of the tool.</summary>
    public string Folder { get; }

    public string Home { get; }

    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The tool as the build left it beside the tests.</summary>
    public static string Tool => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "buildkit.exe" : "buildkit");

    public string Write(string path, string content)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public async Task<ToolResult> RunAsync(string? input, string[] arguments)
    {
        using Process process = Start(arguments);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolResult(process.ExitCode, await output, await error);
    }

    public Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Tool, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Home;
        start.Environment["BUILDKIT_HOME"] = Path.Combine(root, "store");
        foreach (string variable in (string[])["NO_COLOR", "FORCE_COLOR", "BUILDKIT_DEBUG", "SOURCE_DATE_EPOCH", "DOCKER_CONFIG"])
        {
            start.Environment.Remove(variable);
        }

        foreach ((string name, string? value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => SnapshotStore.RemoveTree(root);
}
