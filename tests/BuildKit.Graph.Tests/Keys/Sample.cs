using System.Collections.Immutable;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Keys;

/// <summary>Steps to make keys of.</summary>
internal static class Sample
{
    public static SourceSpan Place { get; } = new(new SourceText("Buildfile", "text"), 0, 4);

    public static Platform Amd64 { get; } = new("linux", "amd64");

    public static StepRef Parent { get; } = new(0);

    public static Digest A { get; } = Digest.Of("a"u8);

    public static Digest B { get; } = Digest.Of("b"u8);

    public static ContainerConfig Config { get; } = ContainerConfig.Empty with { Env = [new("LANG", "C")], WorkingDir = "/src" };

    public static RunStep Run { get; } = new(Place, "Build", Amd64, Parent, new RunCommand(true, ["echo hello"]), new RunOptions
    {
        Mounts =
        [
            new CacheMount("/cache", "packages", CacheSharing.Locked), new SecretMount("/run/key", new SecretSource("key", "KEY", null)),
            new BindMount("data", ContextSource.Instance, "."), new TmpfsMount("/t", 1024),
        ],
        Env = [new("LANG", "en"), new("MODE", "fast")],
        Network = NetworkAccess.Host,
        MemoryBytes = 1024,
        Cpus = 1.5,
        Timeout = TimeSpan.FromSeconds(3),
    });

    public static CopyStep Copy { get; } = new(
        Place, "Build", Amd64, Parent, ContextSource.Instance, new FileSelection(["*.cs", "lib"], ["**/bin"], true), "app/", "app:app", 0x1ED);

    public static WriteStep Write { get; } = new(Place, "Build", Amd64, Parent, "/etc/app.conf", "text\n", null, null);

    public static TemplateStep Template { get; } = new(
        Place, "Build", Amd64, Parent, "app.tpl", "/etc/app.conf",
        ImmutableSortedDictionary.CreateRange<string, object>(StringComparer.Ordinal, [new("ports", new object[] { 80L, 443L }), new("name", "a"), new("on", true)]),
        null, 0x180);

    public static DownloadStep Download { get; } = new(Place, "Build", Amd64, Parent, "https://example.com/a/tool?v=1", "bin/tool", null, "app", 0x1ED);

    public static CheckoutStep Checkout { get; } = new(Place, "Build", Amd64, Parent, "https://example.com/a.git", "v1.2", null, "lib", "src/", "app");

    public static UnpackStep Unpack { get; } = new(Place, "Build", Amd64, Parent, ContextSource.Instance, "a.tar.gz", "/opt", 1, null);

    public static DeleteStep Delete { get; } = new(Place, "Build", Amd64, Parent, ["/tmp/*", "obj"]);

    public static LinkStep Link { get; } = new(Place, "Build", Amd64, Parent, "bin/tool", "../tool");
}
