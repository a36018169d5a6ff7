using System.Collections.Immutable;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Sandbox;

/// <summary>A root filesystem of busybox below a layer of the test's own, and what a test runs in it.</summary>
public sealed class SandboxRoot : IDisposable
{
    public SandboxRoot()
    {
        Assert.SkipWhen(BusyboxFolder.Find() is null, "busybox-static or musl-tools is not installed");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "these tests run as root; UserNamespaceTests run as another user");
        Folder = Directory.CreateTempSubdirectory("bk-sandbox-").FullName;
        Layer = Directory.CreateDirectory(Path.Combine(Folder, "layer")).FullName;
        foreach (var path in (string[])[Folder, Layer])
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>The folder with busybox and the probe below bin.</summary>
    public static string Busybox => BusyboxFolder.Find()!;

    public static EmbeddedSandbox Sandbox { get; } = new(SandboxLauncher.Find());

    public static ImmutableArray<EnvironmentVariable> Env { get; } = [new("PATH", "/bin"), new("NAME", "value with spaces = and \"quotes\"")];

    public string Folder { get; }

    /// <summary>The layer above, for the test's files.</summary>
    public string Layer { get; }

    public ImmutableArray<string> Layers => [Busybox, Layer];

    public SandboxSpec Shell(string script) => new() { Layers = Layers, Env = Env, Arguments = ["/bin/sh", "-ec", script] };

    public SandboxSpec WithUpper(SandboxSpec spec) => spec with { UpperDirectory = NewFolder("upper"), WorkDirectory = NewFolder("work") };

    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name + "-" + Path.GetRandomFileName())).FullName;

    public Task<SandboxRun> RunAsync(string script) => RunAsync(Shell(script));

    public static Task<SandboxRun> RunAsync(SandboxSpec spec) => SandboxRun.RunAsync(Sandbox, spec, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
