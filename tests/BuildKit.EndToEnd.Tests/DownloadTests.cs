using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>Files of the web: pinned by the first build, the same from then on.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class DownloadTests(Workshop workshop)
{
    [Fact]
    public async Task A_downloaded_archive_is_pinned_unpacked_and_never_asked_for_again()
    {
        using var web = new WebServer();
        string folder = workshop.Project("download", $$"""
            param string family = "";

            stage Archives from scratch
            {
                Download("{{web.Address}}v1/tool.tar.gz", to: "/");
            }

            image Tool from scratch
            {
                Unpack("tool.tar.gz", to: "/opt", from: Archives, strip: 1);
                Download("{{web.Address}}v1/run", to: "/bin/run", mode: "0755");
            }
            """);
        Directory.CreateDirectory(Path.Combine(folder, "tool-1"));
        await File.WriteAllTextAsync(Path.Combine(folder, "tool-1", "readme"), "read me", TestContext.Current.CancellationToken);
        (await new Command("tar", "-czf", "tool.tar.gz", "tool-1").In(folder).RunAsync()).ShouldExit(0);
        web.Files["v1/tool.tar.gz"] = await File.ReadAllBytesAsync(Path.Combine(folder, "tool.tar.gz"), TestContext.Current.CancellationToken);
        web.Files["v1/run"] = "#!/bin/sh\n"u8.ToArray();

        BuildRun first = await workshop.BuildAsync(folder, workshop.Store);

        Assert.Equal(3, first.Ran.Count());
        Assert.Equal(["v1/run", "v1/tool.tar.gz"], web.Requests.Order(StringComparer.Ordinal));
        SchemaFolder.Ours.Validate("lock.schema.json", await File.ReadAllTextAsync(Path.Combine(folder, "buildkit.lock"), TestContext.Current.CancellationToken));

        BuildRun warm = await workshop.BuildAsync(folder, workshop.Store, "--locked");

        Assert.Empty(warm.Ran);
        Assert.Equal(first.DigestOf("Tool"), warm.DigestOf("Tool"));
        Assert.Equal(2, web.Requests.Length);

        // Another machine takes the same bytes or none.
        web.Files["v1/run"] = "#!/bin/bash\n"u8.ToArray();
        CommandResult changed = await Workshop.BuildKit(Path.Combine(workshop.Folder, "download-store"), "build", "--locked").In(folder).RunAsync();

        changed.ShouldExit(1);
        Assert.Contains("error BK4171", changed.Error, StringComparison.Ordinal);
    }
}
