using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>How the tool comes to a machine.</summary>
[Trait("Form", "either")]
public sealed class PackagingTests
{
    [Fact]
    public async Task The_tool_installs_globally_from_a_folder_of_packages()
    {
        string packages = Path.Combine(RepositoryFolder.Root, "artifacts", "packages");
        Assert.SkipUnless(Directory.Exists(packages), $"There are no packages in {packages}; tests/run.sh makes them.");
        DirectoryInfo home = Directory.CreateTempSubdirectory("buildkit-home-");
        try
        {
            (await new Command("dotnet", "tool", "install", "-g", "buildkit", "--source", packages, "--no-cache")
                .In(home.FullName).With("HOME", home.FullName).With("DOTNET_CLI_HOME", home.FullName).RunAsync()).ShouldExit(0);
            string installed = Path.Combine(home.FullName, ".dotnet", "tools", "buildkit");
            CommandResult version = await new Command(installed, "--version").RunAsync();
            Assert.Matches("^buildkit [0-9]+\\.[0-9]+\\.[0-9]+", version.ShouldExit(0).Output);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(new string[0], "make")]
    [InlineData(new[] { "make" }, "musl-gcc")]
    public async Task Packing_without_a_C_compiler_says_what_to_install(string[] installed, string missing)
    {
        DirectoryInfo programs = Directory.CreateTempSubdirectory("buildkit-path-");
        try
        {
            foreach (string program in (string[])["sh", "dirname", "uname", "mkdir", .. installed])
            {
                string found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
                File.CreateSymbolicLink(Path.Combine(programs.FullName, program), found);
            }

            string script = Path.Combine(RepositoryFolder.Root, "src", "sandbox", "build.sh");
            string output = Path.Combine(programs.FullName, "out");
            CommandResult packed = await new Command("/bin/sh", script, "linux-x64", output).With("PATH", programs.FullName).RunAsync();

            packed.ShouldExit(1);
            Assert.Contains($"error BK4001: {missing}, which builds the sandbox launcher", packed.Error, StringComparison.Ordinal);
            Assert.Contains("apt-get install make musl-tools", packed.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(output));
        }
        finally
        {
            programs.Delete(recursive: true);
        }
    }
}
