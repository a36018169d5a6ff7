using System.Diagnostics;

namespace BuildKit.Engine.Tests.Execution;

/// <summary>A real ssh-agent with one key.</summary>
internal sealed class SshAgentProcess : IDisposable
{
    private readonly Process agent;

    private SshAgentProcess(Process agent, string socket, string publicKey)
    {
        this.agent = agent;
        Socket = socket;
        PublicKey = publicKey;
    }

    internal string Socket { get; }

    /// <summary>Its line as in authorized_keys.</summary>
    internal string PublicKey { get; }

    internal static async Task<SshAgentProcess> StartAsync(string folder)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ssh-agent"), "openssh-client is not installed");
        string socket = Path.Combine(folder, "agent.sock");
        string key = Path.Combine(folder, "key");
        await RunAsync("ssh-keygen", socket, "-q", "-t", "ed25519", "-N", "", "-C", "a key of a test", "-f", key);
        var info = new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process agent = Process.Start(info)!;
        await agent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await RunAsync("ssh-add", socket, "-q", key);
        File.Delete(key);
        return new SshAgentProcess(agent, socket, await File.ReadAllTextAsync(key + ".pub", TestContext.Current.CancellationToken));
    }

    /// <summary>Puts a program of this machine and its libraries into a folder, under the paths that they have.</summary>
    internal static async Task CopyProgramAsync(string program, string folder)
    {
        string libraries = await RunAsync("ldd", "", program);
        foreach (string path in libraries.Split([' ', '\t', '\n']).Where(word => word.StartsWith('/')).Append(program))
        {
            string copy = folder + path;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy, overwrite: true);
        }
    }

    /// <summary>Runs a program with this agent and gives what it printed.</summary>
    internal Task<string> RunAsync(string program, params string[] arguments) => RunAsync(program, Socket, arguments);

    public void Dispose()
    {
        agent.Kill();
        agent.Dispose();
    }

    private static async Task<string> RunAsync(string program, string socket, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["SSH_AUTH_SOCK"] = socket;
        using Process process = Process.Start(info)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{error}");
        return output;
    }
}
