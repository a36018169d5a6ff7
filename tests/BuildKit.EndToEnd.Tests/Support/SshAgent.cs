using System.Diagnostics;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A real ssh-agent with one key, of root or of a user.</summary>
public sealed class SshAgent : IDisposable
{
    private readonly Process process;

    private SshAgent(Process process, string socket, string publicKey)
    {
        this.process = process;
        Socket = socket;
        PublicKey = publicKey;
    }

    public string Socket { get; }

    /// <summary>The line of the key, as in authorized_keys.</summary>
    public string PublicKey { get; }

    /// <param name="start">Makes a command of a program and its arguments, on the account that the agent is to have.</param>
    /// <param name="folder">Belongs to that account.</param>
    public static async Task<SshAgent> StartAsync(Func<IEnumerable<string>, Command> start, string folder)
    {
        Repository.Needs("ssh-agent");
        string socket = Path.Combine(folder, "agent");
        Process process = start(["ssh-agent", "-D", "-a", socket]).Start();
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        CommandResult key = await start(["/bin/sh", "-ec", "ssh-keygen -q -t ed25519 -N '' -C 'a key of a test' -f key; ssh-add -q key; rm key; cat key.pub"])
            .In(folder).With("SSH_AUTH_SOCK", socket).RunAsync();
        return new SshAgent(process, socket, key.ShouldExit(0).Output);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
