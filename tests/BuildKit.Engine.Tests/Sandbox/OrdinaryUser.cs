using System.Diagnostics;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>A new user of the machine, with or without ranges of further ids; removed at the end.</summary>
public sealed class OrdinaryUser : IDisposable
{
    private OrdinaryUser(string name) => Name = name;

    public string Name { get; }

    /// <summary>Makes the user; needs root, useradd and setpriv.</summary>
    public static OrdinaryUser Create(bool withRanges)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a user needs root");
        Assert.SkipUnless(File.Exists("/usr/sbin/useradd") && File.Exists("/usr/bin/setpriv"), "useradd or setpriv is not installed");
        Assert.SkipUnless(!withRanges || File.Exists("/usr/bin/newuidmap"), "uidmap is not installed");
        var name = "bk-" + Guid.NewGuid().ToString("N")[..12];
        Run("/usr/sbin/useradd", ["-r", "-M", "-d", "/nonexistent", name]);
        if (withRanges)
        {
            Run("/usr/sbin/usermod", ["--add-subuids", "700000-765535", "--add-subgids", "700000-765535", name]);
        }

        return new OrdinaryUser(name);
    }

    /// <summary>Runs a program as the user and gives its exit code, output and errors.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        var info = new ProcessStartInfo("/usr/bin/setpriv", ["--reuid", Name, "--regid", Name, "--clear-groups", program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Run("/usr/sbin/userdel", [Name]);

    private static void Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
