using System.Diagnostics;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>A layer folder with busybox and the probe, made once for the test run and removed at its end.</summary>
internal static class BusyboxFolder
{
    private const string Busybox = "/bin/busybox";
    private const string Compiler = "/usr/bin/musl-gcc";

    private static readonly Lazy<string?> Made = new(Make);

    /// <summary>The folder, or null where busybox-static or musl-tools is missing.</summary>
    public static string? Find() => Made.Value;

    private static string? Make()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Busybox) || !File.Exists(Compiler))
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("bk-busybox-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        Output("/bin/cp", Busybox, Path.Combine(bin, "busybox"));
        foreach (var applet in Output(Busybox, "--list").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "busybox"))
        {
            File.CreateSymbolicLink(Path.Combine(bin, applet), "busybox");
        }

        Output(Compiler, "-static", "-O1", "-o", Path.Combine(bin, "probe"), Path.Combine(AppContext.BaseDirectory, "probe.c"));
        foreach (var path in (string[])[folder, bin])
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return folder;
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
