using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>A program of this machine, for use in another root.</summary>
internal static partial class HostProgram
{
    /// <summary>The program and the libraries that it loads.</summary>
    internal static async Task<IReadOnlyList<string>> FilesOfAsync(string program)
    {
        Assert.SkipUnless(File.Exists(program), program + " is not installed");
        using Process ldd = Process.Start(new ProcessStartInfo("ldd", [program]) { RedirectStandardOutput = true })!;
        string output = await ldd.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return [program, .. Library().Matches(output).Select(match => match.Groups["path"].Value)];
    }

    [GeneratedRegex(@"(?<path>/\S+) \(0x")]
    private static partial Regex Library();
}
