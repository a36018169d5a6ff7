namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>The folders of this clone, and the programs that the tests need.</summary>
public static class Repository
{
    public static string Examples => Path.Combine(RepositoryFolder.Root, "examples");

    /// <summary>The packed and installed tool; <c>tests/run.sh</c> installs it and says where.</summary>
    public static string Tool
    {
        get
        {
            string tool = Environment.GetEnvironmentVariable("BUILDKIT_TOOL") ?? Path.Combine(RepositoryFolder.Root, "artifacts", "tools", "buildkit");
            Assert.SkipUnless(File.Exists(tool), $"The installed tool is not at {tool}; tests/run.sh packs and installs it.");
            return tool;
        }
    }

    /// <summary>Reports the test as skipped where a program is not installed.</summary>
    public static void Needs(string program)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        Assert.SkipUnless(
            folders.Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program))),
            $"{program} is not installed; tests/install.sh tests installs it.");
    }
}
