using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace BuildKit.Tests.Files;

/// <summary>Runs another program that a test compares with; skips the test where it is not installed.</summary>
internal static class Tool
{
    /// <summary>The standard output of a program that must succeed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        (int exitCode, string output, string error) = await TryAsync(program, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}{error}");
    }

    /// <summary>Exit code, standard output and standard error.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> TryAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.Latin1 };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process? process = Start(start);
        Assert.SkipWhen(process is null, $"{program} is not installed.");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
