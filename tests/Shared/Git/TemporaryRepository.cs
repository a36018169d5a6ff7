using System.Diagnostics;

namespace BuildKit.Tests.Git;

/// <summary>A repository made by the real git in a folder of its own, with fixed names and times and no configuration of the machine.</summary>
public sealed class TemporaryRepository : IDisposable
{
    private int commits;

    private TemporaryRepository(string path) => Folder = path;

    public string Folder { get; }

    public static TemporaryRepository Create()
    {
        var repository = new TemporaryRepository(Directory.CreateTempSubdirectory("buildkit-git-").FullName);
        repository.Git("init", "-q", "-b", "main");
        return repository;
    }

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Commit(string? file = null)
    {
        commits++;
        File.WriteAllText(Path(file ?? "file.txt"), $"{commits}\n");
        Git("add", "-A");
        Git("commit", "-q", "-m", $"commit {commits}");
        return Git("rev-parse", "HEAD");
    }

    public string Git(params string[] arguments) => Run(Folder, commits, arguments);

    public string GitIn(string folder, params string[] arguments) => Run(folder, commits, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Run(string folder, int minute, string[] arguments)
    {
        string time = $"2026-01-31T12:{minute % 60:00}:00+02:00";
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_SYSTEM"] = "/dev/null";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "file";
        foreach (string who in new[] { "AUTHOR", "COMMITTER" })
        {
            start.Environment[$"GIT_{who}_NAME"] = "Ada";
            start.Environment[$"GIT_{who}_EMAIL"] = "ada@example.com";
            start.Environment[$"GIT_{who}_DATE"] = time;
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {errors}");
        return output.Trim();
    }
}
