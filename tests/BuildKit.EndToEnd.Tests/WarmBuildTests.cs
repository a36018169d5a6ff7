using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class WarmBuildTests(Workshop workshop)
{
    [Fact]
    public async Task A_warm_build_reads_no_source_but_its_Buildfile_ignore_file_and_lock_and_what_MSBuild_read()
    {
        Repository.Needs("strace");
        string folder = await workshop.CheckoutAsync("webapi", "webapi-strace");
        await workshop.BuildAsync(folder, workshop.Store);
        await workshop.BuildAsync(folder, workshop.Store);

        string trace = Path.Combine(workshop.Folder, "trace");
        CommandResult warm = await new Command(
                "strace", ["-f", "-y", "-e", "trace=read,pread64,readv,preadv,mmap,sendfile,copy_file_range", "-o", trace, Repository.Tool, "build", .. workshop.Bases])
            .In(folder).With("BUILDKIT_HOME", workshop.Store).RunAsync();

        warm.ShouldExit(0);
        string[] reads = await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken);
        string[] read = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith(".git/", StringComparison.Ordinal))
            .Where(file => reads.Any(line => line.Contains($"<{file}>", StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                ".buildignore", "Buildfile", "Directory.Build.props", "Directory.Packages.props", "buildkit.lock", "src/Api/Api.csproj", "src/Api/packages.lock.json",
                "src/Greetings/Greetings.csproj", "src/Greetings/packages.lock.json",
            ],
            read);
    }
}
