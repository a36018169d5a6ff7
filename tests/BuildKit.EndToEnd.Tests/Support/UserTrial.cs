namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>An ordinary user with a project, a store and the tool, and the same project for root beside it; the project needs busybox only.</summary>
public sealed class UserTrial : IDisposable
{
    private const string Buildfile = """
        stage Base from scratch
        {
            Copy("busybox", to: "/bin/busybox", mode: "0755");
            Link("/bin/sh", to: "busybox");
            Write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654:app:/home/app:/bin/sh\n");
            Run("busybox --install -s /bin; mkdir -p /home/app /closed; chown app:1654 /home/app; chmod 700 /home/app; echo x > /closed/x; chmod 0 /closed; chown 65000:65001 /closed");
        }

        image Trial from Base
        {
            Run("echo $(id -u) > /home/app/me; grep -q localhost /etc/hosts; umask 077; ln /home/app/me /home/app/link", user: "app");
            Unpack("archive.tar.gz", to: "/unpacked", owner: "1000:2000");
            Write("/home/app/written", "text", owner: "app", mode: "0600");
            User("app");
            Entrypoint("/bin/sh");
            Command("-c", "cd; id -u > index.html; exec httpd -f -p 8080");
        }

        test Reach of Trial
        {
            Start(ready: Port(8080));
            Run("wget -qO- http://localhost:8080/; echo mine > /home/app/mine");
            Run("cat /home/app/mine; ! test -e /home/app/index.html");
        }
        """;

    private readonly OrdinaryUser user;
    private readonly string tool;
    private readonly string folder;

    private UserTrial(OrdinaryUser user, string tool, string folder)
    {
        this.user = user;
        this.tool = tool;
        this.folder = folder;
    }

    /// <summary>The user's store; what commands below work on.</summary>
    public string Store => Path.Combine(folder, "home", "store");

    /// <summary>Makes the user and the projects; skips the test where it does not run as root.</summary>
    public static async Task<UserTrial> CreateAsync(Workshop workshop)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can make users.");
        Repository.Needs("newuidmap");
        Repository.Needs("busybox");
        string folder = Directory.CreateDirectory(Path.Combine(workshop.Folder, "trial-" + Path.GetRandomFileName())).FullName;
        OrdinaryUser user = await OrdinaryUser.CreateAsync();
        var trial = new UserTrial(user, await workshop.ToolForOthersAsync(), folder);
        foreach (string place in (string[])["by-root", "by-user", "home"])
        {
            Directory.CreateDirectory(Path.Combine(folder, place));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "by-root", "Buildfile"), Buildfile, TestContext.Current.CancellationToken);
        (await new Command("/bin/sh", "-ec", $$"""
            cp "$(command -v busybox)" by-root/busybox
            mkdir -p content/deep && echo a > content/a && ln -s a content/link && tar czf by-root/archive.tar.gz -C content .
            cp -R by-root/. by-user
            chown -R {{user.Name}}: by-user home
            """).In(folder).RunAsync()).ShouldExit(0);
        return trial;
    }

    /// <summary>A command of root on its own project and store.</summary>
    public Command AsRoot(params string[] arguments) =>
        Workshop.BuildKit(Path.Combine(folder, "store-of-root"), arguments).In(Path.Combine(folder, "by-root"));

    /// <summary>A command of the user on the user's project and store, under a umask that lets nobody else in.</summary>
    public Command AsUser(params string[] arguments) => AsUserBelow([], arguments);

    /// <summary>The same, started by way of other programs that become it.</summary>
    public Command AsUserBelow(string[] above, params string[] arguments) =>
        Run([.. above, "/bin/sh", "-c", "umask 077; exec \"$0\" \"$@\"", tool, .. arguments])
            .In(Path.Combine(folder, "by-user")).With("BUILDKIT_HOME", Store);

    /// <summary>Any program on the user's account.</summary>
    public Command Run(params IEnumerable<string> arguments) => user.Run(Path.Combine(folder, "home"), arguments);

    public void Dispose() => user.Dispose();
}
