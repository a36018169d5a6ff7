namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A user without privileges, with subordinate ids, made for a test and removed after it.</summary>
public sealed class OrdinaryUser : IDisposable
{
    private OrdinaryUser(string name) => Name = name;

    public string Name { get; }

    public static async Task<OrdinaryUser> CreateAsync()
    {
        string name = $"bk{Environment.ProcessId % 100000}{Random.Shared.Next(100):00}";
        (await new Command("useradd", "--no-create-home", "--shell", "/bin/sh", name).RunAsync()).ShouldExit(0);
        var user = new OrdinaryUser(name);
        string subordinate = await File.ReadAllTextAsync("/etc/subuid", TestContext.Current.CancellationToken);
        if (!subordinate.Contains($"{name}:", StringComparison.Ordinal))
        {
            (await new Command("usermod", "--add-subuids", "700000-765535", "--add-subgids", "700000-765535", name).RunAsync()).ShouldExit(0);
        }

        return user;
    }

    /// <summary>A command as this user, with a HOME of its own and nothing else of the caller's identity.</summary>
    public Command Run(string home, params IEnumerable<string> arguments) =>
        new Command("setpriv", ["--reuid", Name, "--regid", Name, "--init-groups", .. arguments])
            .With("HOME", home).With("USER", Name).With("LOGNAME", Name).With("XDG_RUNTIME_DIR", null).With("BUILDKIT_HOME", null).With("NO_COLOR", "1");

    public void Dispose() => new Command("userdel", Name).RunAsync().GetAwaiter().GetResult();
}
