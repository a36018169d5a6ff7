using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class ReproducibilityTests(Workshop workshop)
{
    [Fact]
    public async Task One_commit_gives_one_digest_in_two_folders_two_time_zones_and_two_umasks()
    {
        string first = await BuildFromNothingAsync("here", "UTC", "022");
        string second = await BuildFromNothingAsync("a folder with another name", "Asia/Kathmandu", "077");

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task An_ordinary_user_gets_the_digest_that_root_gets()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can build as both.");
        Repository.Needs("newuidmap");
        string byRoot = (await workshop.BuildAsync(await workshop.CheckoutAsync("webapi", "by-root"), workshop.Store)).DigestOf("Api");

        using OrdinaryUser user = await OrdinaryUser.CreateAsync();
        string folder = await workshop.CheckoutAsync("webapi", "by-user");
        string home = Directory.CreateDirectory(Path.Combine(workshop.Folder, "home-of-user")).FullName;
        string tool = await workshop.ToolForOthersAsync();
        (await new Command("chown", "-R", user.Name, folder, home).RunAsync()).ShouldExit(0);
        CommandResult built = await user.Run(home, [tool, "build", "--progress", "json", .. workshop.Bases]).In(folder).RunAsync();

        Assert.Equal(byRoot, BuildRun.Read(built.ShouldExit(0)).DigestOf("Api"));
    }

    private async Task<string> BuildFromNothingAsync(string name, string timeZone, string umask)
    {
        string folder = await workshop.CheckoutAsync("webapi", $"same {name}");
        string store = Path.Combine(workshop.Folder, $"store {name}");
        string modes = umask == "077" ? "go-rwx" : "go=rX";
        (await new Command("chmod", "-R", modes, folder).RunAsync()).ShouldExit(0);
        CommandResult built = await new Command("/bin/sh", ["-c", $"umask {umask}; exec \"$0\" \"$@\"", Repository.Tool, "build", "--progress", "json", .. workshop.Bases])
            .In(folder).With("TZ", timeZone).With("LC_ALL", "C").With("BUILDKIT_HOME", store).RunAsync();
        return BuildRun.Read(built.ShouldExit(0)).DigestOf("Api");
    }
}
