using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Killing;

/// <summary>Builds of one image with all that a kill could leave: runs side by side with children of their own, limits, secrets, caches, layers that take time to compress.</summary>
internal sealed class KilledBuild : IDisposable
{
    private const string Buildfile = """
        param string text = "";
        secret token = Secret.Env("TOKEN");

        steps Programs()
        {
            Copy("busybox", to: "/bin/sh", mode: "0755");
            Copy("busybox", to: "/bin/busybox", mode: "0755");
        }

        stage Left from scratch
        {
            Programs();
            Run($"(busybox setsid busybox sh -c 'busybox sleep 0.1; :' MARK &); busybox cat /bin/sh /bin/sh > /left; echo {text} >> /left; echo left", memory: "300m");
            Run($"busybox sh -c 'busybox sleep 0.1; :' MARK; busybox mkdir -p /many; for i in 1 2 3 4 5 6 7 8 9; do echo {text} > /many/$i; done; echo many");
        }

        stage Right from scratch
        {
            Programs();
            Run($"busybox sh -c 'echo right; busybox sleep 0.1; :' MARK; busybox cat /bin/sh > /right; echo {text} >> /right", mounts: [token.At("/run/token"), Cache("/cache")]);
        }

        image Api from Left
        {
            Copy("/right", to: "/", from: Right);
            Run("busybox rm -rf /many; busybox mkdir /many; echo new > /many/1; busybox sh -c 'busybox sleep 0.1; :' MARK; echo api", mounts: [Bind("/m", path: "/", from: Right), Tmpfs("/t")]);
            Write("/text", text);
        }

        image Kept from scratch { Write("/kept", "kept"); }

        stage _Again from scratch
        {
            Programs();
            Run("true", cache: Never, memory: "300m");
        }

        """;

    private static readonly string[] Unprivileged = ["unshare", "--user", "--map-root-user", "setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin"];

    private readonly ToolFolder folder = ToolFolder.WithBusybox();

    public KilledBuild()
    {
        folder.Write("Buildfile", Buildfile.Replace("MARK", Mark, StringComparison.Ordinal));
        folder.Environment["TOKEN"] = Secret;
    }

    public ToolFolder Folder => folder;

    /// <summary>An argument of processes of the steps.</summary>
    public string Mark { get; } = Leftovers.Mark();

    /// <summary>What no file may hold when the build is over.</summary>
    public string Secret { get; } = "token-" + Leftovers.Mark();

    /// <summary>Builds to the end, with a run that always runs; gives the digest.</summary>
    public async Task<string> DigestAsync(int text)
    {
        ToolResult result = await folder.RunAsync("build", "Api", "_Again", "--set", $"text={text}", "--quiet");
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output.Trim();
    }

    /// <summary>Starts a build that is pushed as well.</summary>
    /// <param name="inNamespace">Whether it has to start itself again in a user namespace, as that of an ordinary user has.</param>
    public Process Start(int text, string reference, bool inNamespace) => folder.StartBelow(inNamespace ? Unprivileged : [], ["build", "Api", "--set", $"text={text}", "--tag", reference, "--push", "--progress", "plain"]);

    public void Dispose() => folder.Dispose();
}
