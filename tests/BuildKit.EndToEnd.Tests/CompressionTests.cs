using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

[Collection(nameof(WorkshopCollection))]
public sealed class CompressionTests(Workshop workshop)
{
    [Theory]
    [InlineData("gzip", "sha256:ee7a3752564fa1b57bd03f09a067d581361438adda8b0f740c03eb3292fae969")]
    [InlineData("zstd", "sha256:ada35828e5f1fd178e3c0efcb06fa942852e8e4cb65461ddba3cfd8b2b21d950")]
    [InlineData("zstd:12", "sha256:78efeeb6b8eaaa5f130e17341b1db3db34a7a67309172f650d425633a3710409")]
    public async Task Both_forms_of_the_tool_compress_to_the_bytes_that_are_fixed_here(string format, string digest)
    {
        string folder = workshop.Project($"compressed-{format.Replace(':', '-')}", """
            image Api from scratch
            {
                Copy("data", to: "/data");
            }
            """);
        await File.WriteAllBytesAsync(Path.Combine(folder, "data"), Sample(5_000_000), TestContext.Current.CancellationToken);
        string store = Path.Combine(workshop.Folder, "store-compressed");

        CommandResult built = await Workshop.BuildKit(store, "build", "--quiet", "--compression", format).In(folder).RunAsync();

        Assert.Equal(digest, built.ShouldExit(0).Output.Trim());
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task Skopeo_and_podman_take_an_image_with_layers_of_zstd()
    {
        Repository.Needs("skopeo");
        Repository.Needs("podman");
        string name = $"{workshop.Registry.Address}/clients/zstd:1.0";
        string folder = await workshop.CheckoutAsync("webapi", "webapi-zstd");
        string digest = (await workshop.BuildAsync(folder, workshop.Store, "--compression", "zstd", "--tag", name, "--push")).DigestOf("Api");

        CommandResult manifest = await new Command("skopeo", "inspect", "--tls-verify=false", "--raw", $"docker://{name}").RunAsync();
        Assert.Contains("application/vnd.oci.image.layer.v1.tar+zstd", manifest.ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains("application/vnd.oci.image.layer.v1.tar+gzip", manifest.Output, StringComparison.Ordinal);
        CommandResult copied = await new Command("skopeo", "copy", "--quiet", "--src-tls-verify=false", $"docker://{name}", $"oci:{Path.Combine(workshop.Folder, "zstd-copy")}:1.0").RunAsync();
        copied.ShouldExit(0);
        CommandResult inspected = await new Command("skopeo", "inspect", $"oci:{Path.Combine(workshop.Folder, "zstd-copy")}:1.0", "--format", "{{.Digest}}").RunAsync();
        Assert.Equal(digest, inspected.ShouldExit(0).Output.Trim());

        string root = Path.Combine(workshop.Folder, "podman-zstd");
        string[] podman = ["--root", root, "--runroot", root + "-run", "--tmpdir", root + "-tmp", "--cgroup-manager", "cgroupfs", "--events-backend", "none"];
        CommandResult ran = await new Command("podman",
            [.. podman, "--runtime", "runc", "run", "--rm", "--tls-verify=false", "--network", "host", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000",
            "--entrypoint", "/bin/cat", name, "/app/build.txt"]).RunAsync();
        ran.ShouldExit(0);
        Assert.NotEmpty(ran.Output);
        await new Command("podman", [.. podman, "system", "reset", "--force"]).RunAsync();
    }

    /// <summary>Neither random nor constant: words of a small vocabulary, from a fixed generator of our own.</summary>
    private static byte[] Sample(int length)
    {
        byte[] sample = new byte[length];
        uint state = 12345;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            sample[i] = (byte)("the quick brown fox "[(int)(state >> 24) % 20] + (i / 4096 % 3));
        }

        return sample;
    }
}
