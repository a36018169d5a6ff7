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

    /// <summary>The tool's store, unless <see cref="Environment"/> names another.</summary>
    public string Store => Path.Combine(root, "store");

    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The tool that BUILDKIT_TOOL names, else as the build left it beside the tests. The native form starts much faster, and is what most users have.</summary>
    public static string Tool => System.Environment.GetEnvironmentVariable("BUILDKIT_TOOL") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "buildkit.exe" : "buildkit");

    /// <summary>A folder with a static busybox in it, for images that need no base.</summary>
    public static ToolFolder WithBusybox()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/busybox"), "This needs Linux and /bin/busybox (apt-get install busybox-static).");
        var folder = new ToolFolder();
        File.Copy("/bin/busybox", Path.Combine(folder.Folder, "busybox"));
        return folder;
    }

    /// <summary>Writes a Buildfile of one image that has busybox as its shell and then these statements, the first of them in line 5.</summary>
    public void WriteImage(string statements) => Write("Buildfile", $$"""
        image Api from scratch
        {
            Copy("busybox", to: "/bin/sh", mode: "0755");
            Copy("busybox", to: "/bin/busybox", mode: "0755");
            {{statements}}
        }

        """);

    public string Write(string path, string content)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public Task<ToolResult> RunAsync(string? input, string[] arguments) => FinishAsync(Start(arguments), input);

    /// <summary>Runs the tool by way of other programs, such as <c>unshare</c>, that end with it.</summary>
    public Task<ToolResult> RunBelowAsync(string[] above, params string[] arguments) => FinishAsync(StartBelow(above, arguments), null);

    public Process Start(string[] arguments) => StartBelow([], arguments);

    public Process StartBelow(string[] above, string[] arguments)
    {
        string[] line = [.. above, Tool, .. arguments];
        return StartProgram(line[0], line[1..]);
    }

    /// <summary>Runs another program with the folder and the variables of the tool.</summary>
    public Task<ToolResult> RunProgramAsync(string program, string[] arguments) => FinishAsync(StartProgram(program, arguments), null);

    /// <summary>Starts another program with the folder and the variables of the tool.</summary>
    public Process StartProgram(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Home;
        start.Environment["BUILDKIT_HOME"] = Store;
        foreach (string variable in (string[])["NO_COLOR", "FORCE_COLOR", "BUILDKIT_DEBUG", "BUILDKIT_SANDBOX", "SOURCE_DATE_EPOCH", "DOCKER_CONFIG", "BUILDKIT_KEEP", "BUILDKIT_NO_NOTICE"])
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

    private static async Task<ToolResult> FinishAsync(Process process, string? input)
    {
        using Process ended = process;
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
}
