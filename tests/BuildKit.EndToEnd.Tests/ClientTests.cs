using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What others' programs make of the images.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class ClientTests(Workshop workshop)
{
    [Fact]
    public async Task Skopeo_inspects_and_copies_a_pushed_image_unchanged()
    {
        Repository.Needs("skopeo");
        (string name, string digest) = await PushAsync("skopeo");

        CommandResult inspected = await new Command("skopeo", "inspect", "--tls-verify=false", $"docker://{name}", "--format", "{{.Digest}}").RunAsync();
        Assert.Equal(digest, inspected.ShouldExit(0).Output.Trim());
        (await new Command("skopeo", "copy", "--quiet", "--src-tls-verify=false", $"docker://{name}", $"oci:{Path.Combine(workshop.Folder, "skopeo-copy")}:1.0").RunAsync()).ShouldExit(0);
    }

    [Fact]
    public async Task Podman_runs_a_pushed_image_with_runc()
    {
        Repository.Needs("podman");
        Repository.Needs("runc");
        (string name, _) = await PushAsync("podman");
        string root = Path.Combine(workshop.Folder, "podman");

        CommandResult ran = await new Command(
            "podman", "--root", root, "--runroot", root + "-run", "--tmpdir", root + "-tmp", "--cgroup-manager", "cgroupfs", "--events-backend", "none",
            "--runtime", "runc", "run", "--rm", "--tls-verify=false", "--network", "host", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000",
            "--entrypoint", "/usr/bin/dotnet", name, "--list-runtimes").RunAsync();

        ran.ShouldExit(0);
        Assert.Contains("Microsoft.AspNetCore.App", ran.Output, StringComparison.Ordinal);
        await new Command("podman", "--root", root, "--runroot", root + "-run", "--tmpdir", root + "-tmp", "system", "reset", "--force").RunAsync();
    }

    [Fact]
    public async Task Umoci_unpacks_a_layout()
    {
        Repository.Needs("umoci");
        string layout = await LayoutAsync("umoci");

        (await new Command("umoci", "unpack", "--image", $"{layout}:latest", Path.Combine(workshop.Folder, "umoci-bundle")).RunAsync()).ShouldExit(0);

        Assert.True(File.Exists(Path.Combine(workshop.Folder, "umoci-bundle", "rootfs", "app", "Api.dll")));
    }

    [Fact]
    public async Task The_oci_image_tool_finds_a_layout_valid()
    {
        Repository.Needs("oci-image-tool");
        string layout = await LayoutAsync("image-tool");

        (await new Command("oci-image-tool", "validate", "--type", "image", "--ref", "name=latest", layout).RunAsync()).ShouldExit(0);
    }

    private async Task<(string Name, string Digest)> PushAsync(string client)
    {
        string folder = await workshop.CheckoutAsync("webapi", $"webapi-{client}");
        string name = $"{workshop.Registry.Address}/clients/{client}:1.0";
        return (name, (await workshop.BuildAsync(folder, workshop.Store, "--tag", name, "--push")).DigestOf("Api"));
    }

    private async Task<string> LayoutAsync(string client)
    {
        string folder = await workshop.CheckoutAsync("webapi", $"webapi-{client}");
        string layout = Path.Combine(workshop.Folder, $"layout-{client}");
        await workshop.BuildAsync(folder, workshop.Store, "--output", $"oci:{layout}");
        return layout;
    }
}
