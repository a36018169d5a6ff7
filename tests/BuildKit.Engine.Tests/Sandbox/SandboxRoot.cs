using System.Collections.Immutable;
using System.Diagnostics;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>A folder with a root filesystem of busybox, and what a test runs in it.</summary>
public sealed class SandboxRoot : IDisposable
{
    private const string Busybox = "/bin/busybox";

    public SandboxRoot()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Busybox))
        {
            Assert.Skip("busybox-static is not installed");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("these tests run as root; OrdinaryUserTests runs as another user");
        }

        Folder = Directory.CreateTempSubdirectory("bk-sandbox-").FullName;
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        var bin = Directory.CreateDirectory(Path.Combine(Layer, "bin")).FullName;
        File.Copy(Busybox, Path.Combine(bin, "busybox"));
        using var install = Process.Start(Path.Combine(bin, "busybox"), ["--install", "-s", bin]);
        install.WaitForExit();
        foreach (var link in Directory.EnumerateFiles(bin).Where(path => new FileInfo(path).LinkTarget is not null).ToList())
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, "busybox");
        }
    }

    public string Folder { get; }

    public string Layer => Path.Combine(Folder, "layer");

    public static EmbeddedSandbox Sandbox { get; } = new(SandboxLauncher.Find());

    public static ImmutableArray<EnvironmentVariable> Env { get; } = [new("PATH", "/bin"), new("NAME", "value with spaces = and \"quotes\"")];

    public SandboxSpec Shell(string script) => new() { Layers = [Layer], Env = Env, Arguments = ["/bin/sh", "-ec", script] };

    public SandboxSpec WithUpper(SandboxSpec spec) => spec with { UpperDirectory = NewFolder("upper"), WorkDirectory = NewFolder("work") };

    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name + "-" + Path.GetRandomFileName())).FullName;

    public Task<SandboxRun> RunAsync(string script) => RunAsync(Shell(script));

    public static Task<SandboxRun> RunAsync(SandboxSpec spec) => SandboxRun.RunAsync(Sandbox, spec, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
