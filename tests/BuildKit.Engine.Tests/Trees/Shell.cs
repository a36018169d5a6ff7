using System.Diagnostics;

namespace BuildKit.Engine.Tests.Trees;

/// <summary>Real programs of the machine.</summary>
internal static class Shell
{
    public static bool IsRoot { get; } = Environment.UserName == "root" && Native.Posix.IsRoot;

    /// <summary>Runs a script and gives its output; fails the test when it fails.</summary>
    public static string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-ec", script, "sh", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{script}\n{output}\n{error.Result}");
        return output;
    }

    /// <summary>Runs a script with a real overlay mounted at its first argument, in a mount namespace of its own.</summary>
    /// <param name="lowers">The lowest first.</param>
    public static string RunInOverlay(IEnumerable<string> lowers, string upper, string work, string at, string script)
    {
        Directory.CreateDirectory(at);
        return Run(
            "exec unshare -m --propagation private sh -ec 'mount -t overlay overlay -o \"userxattr,lowerdir=$1,upperdir=$2,workdir=$3\" \"$4\"; cd \"$4\"; eval \"$5\"' sh \"$@\"",
            string.Join(':', lowers.Reverse()), upper, work, at, script);
    }
}
