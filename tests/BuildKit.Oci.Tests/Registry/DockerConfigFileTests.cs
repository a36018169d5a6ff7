using System.Text;
using System.Text.Json;
using BuildKit.Oci.Registry.Credentials;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DockerConfigFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-logins-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_login_is_found_under_every_key_that_clients_have_written()
    {
        string auth = Convert.ToBase64String(Encoding.UTF8.GetBytes("me:pass:word"));
        foreach (string key in new[] { "localhost:5000", "https://localhost:5000", "http://localhost:5000/", "https://localhost:5000/v1/", "https://localhost:5000/v2/" })
        {
            DockerConfigFile file = Write($$$$"""{"auths":{"{{{{key}}}}":{"auth":"{{{{auth}}}}"}}}""");
            Assert.Equal(new RegistryCredential("me", "pass:word"), await file.FindAsync("localhost:5000", Ct));
            Assert.Null(await file.FindAsync("localhost:5001", Ct));
        }

        DockerConfigFile hub = Write($$$$"""{"auths":{"https://index.docker.io/v1/":{"auth":"{{{{auth}}}}","identitytoken":"t"}}}""");
        Assert.Equal("t", (await hub.FindAsync("docker.io", Ct))?.IdentityToken);
    }

    [Fact]
    public async Task A_missing_or_empty_file_knows_nobody_and_a_byte_order_mark_does_no_harm()
    {
        Assert.Null(await new DockerConfigFile(Path.Combine(folder, "no", "config.json"), NoHelpers).FindAsync("a", Ct));
        Assert.Null(await Write("").FindAsync("a", Ct));
        Assert.Null(await Write("{}").FindAsync("a", Ct));
        Assert.Null(await Write("\uFEFF{\"auths\":{\"a\":{}}}").FindAsync("a", Ct));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"auths\":")]
    [InlineData("{\"auths\":{\"a\":{\"auth\":\"%%%\"}}}")]
    [InlineData("{\"auths\":{\"a\":{\"auth\":\"bm9jb2xvbg==\"}}}")]
    [InlineData("{\"auths\":{},\"auths\":{}}")]
    public async Task A_file_that_is_wrong_is_named_and_left_alone(string text)
    {
        DockerConfigFile file = Write(text);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => file.FindAsync("a", Ct));
        Assert.Equal(OciErrorCodes.CredentialFileInvalid, failure.Code);
        Assert.Contains(file.Path, failure.Message);
        Assert.Equal(text, await File.ReadAllTextAsync(file.Path, Ct));
    }

    [Fact]
    public async Task A_login_is_written_with_mode_0600_and_keeps_what_is_not_understood()
    {
        DockerConfigFile file = Write("""{"HttpHeaders":{"X":"ü"},"auths":{"other":{"auth":"YTpi","email":"e"}},"plugins":[1,2.50]}""");
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await file.StoreAsync("localhost:5000", new RegistryCredential("me", "pass:wörd"), Ct);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        Assert.Equal(new RegistryCredential("me", "pass:wörd"), await file.FindAsync("localhost:5000", Ct));
        Assert.Equal(new RegistryCredential("a", "b"), await file.FindAsync("other", Ct));
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllTextAsync(file.Path, Ct));
        Assert.Equal("ü", document.RootElement.GetProperty("HttpHeaders").GetProperty("X").GetString());
        Assert.Equal("e", document.RootElement.GetProperty("auths").GetProperty("other").GetProperty("email").GetString());
        Assert.Equal("2.50", document.RootElement.GetProperty("plugins")[1].GetRawText());
        Assert.Equal([file.Path], Directory.GetFiles(folder));

        Assert.True(await file.EraseAsync("localhost:5000", Ct));
        Assert.False(await file.EraseAsync("localhost:5000", Ct));
        Assert.Null(await file.FindAsync("localhost:5000", Ct));
        Assert.NotNull(await file.FindAsync("other", Ct));
    }

    [Fact]
    public async Task A_first_login_makes_a_private_folder_and_a_link_stays_a_link()
    {
        var first = new DockerConfigFile(Path.Combine(folder, ".docker", "config.json"), NoHelpers);
        await first.StoreAsync("a", new RegistryCredential("me", "x"), Ct);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, ".docker")));
        string link = Path.Combine(folder, "link.json");
        File.CreateSymbolicLink(link, first.Path);
        await new DockerConfigFile(link, NoHelpers).StoreAsync("b", new RegistryCredential("you", "y"), Ct);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.NotNull(await first.FindAsync("b", Ct));
    }

    [Fact]
    public async Task A_folder_that_takes_no_file_is_told()
    {
        string file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => new DockerConfigFile(Path.Combine(file, "config.json"), NoHelpers).StoreAsync("a", new RegistryCredential("me", "x"), Ct));
        Assert.Equal(OciErrorCodes.CredentialFileInvalid, failure.Code);
    }

    [Fact]
    public async Task A_helper_keeps_logins_and_the_file_only_says_that_there_is_one()
    {
        string kept = Path.Combine(folder, "kept");
        CredentialHelpers helpers = Helper("keep", $$"""
            case $1 in
              store) cat > {{kept}} ;;
              get) read -r key; [ "$key" = localhost:5000 ] && [ -f {{kept}} ] && exec cat {{kept}}; echo 'credentials not found in native keychain'; exit 1 ;;
              erase) rm {{kept}} ;;
            esac
            """);
        DockerConfigFile file = Write("""{"credHelpers":{"localhost:5000":"keep"}}""", helpers);
        Assert.Null(await file.FindAsync("localhost:5000", Ct));
        await file.StoreAsync("localhost:5000", new RegistryCredential("me", "secret"), Ct);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(file.Path, Ct));
        Assert.DoesNotContain(Convert.ToBase64String("me:secret"u8.ToArray()), await File.ReadAllTextAsync(file.Path, Ct));
        Assert.Equal(new RegistryCredential("me", "secret"), await file.FindAsync("localhost:5000", Ct));
        Assert.True(await file.EraseAsync("localhost:5000", Ct));
        Assert.False(File.Exists(kept));
        Assert.Null(await file.FindAsync("localhost:5000", Ct));
    }

    [Fact]
    public async Task A_helpers_token_is_an_identity_token()
    {
        CredentialHelpers helpers = Helper("token", """echo '{"ServerURL":"a","Username":"<token>","Secret":"t0"}'""");
        Assert.Equal("t0", (await Write("""{"credsStore":"token"}""", helpers).FindAsync("a", Ct))?.IdentityToken);
    }

    [Theory]
    [InlineData("absent", "", "no program")]
    [InlineData("../evil", "", "not a helper's name")]
    [InlineData("fails", "echo 'the key ring is locked' >&2; exit 3", "the key ring is locked")]
    [InlineData("talks", "echo hello", "not a login")]
    [InlineData("hangs", "exec cat /dev/zero | head -c 1 > /dev/null; exec sleep 1000", "did not end within")]
    public async Task A_helper_that_fails_is_named(string name, string script, string said)
    {
        CredentialHelpers helpers = script.Length > 0 ? Helper(name, script) : NoHelpers;
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => Write($$"""{"credsStore":"{{name}}"}""", helpers).FindAsync("a", Ct));
        Assert.Equal(OciErrorCodes.CredentialHelperFailed, failure.Code);
        Assert.Contains($"'{name}'", failure.Message);
        Assert.Contains(said, failure.Message);
    }

    [Fact]
    public async Task Dockers_file_is_asked_before_podmans()
    {
        string docker = Path.Combine(folder, "docker");
        string podman = Path.Combine(folder, "containers");
        Directory.CreateDirectory(docker);
        Directory.CreateDirectory(podman);
        await File.WriteAllTextAsync(Path.Combine(docker, "config.json"), """{"auths":{"a":{"auth":"ZG9ja2VyOng="}}}""", Ct);
        await File.WriteAllTextAsync(Path.Combine(podman, "auth.json"), """{"auths":{"a":{"auth":"cG9kbWFuOng="},"b":{"auth":"cG9kbWFuOng="}}}""", Ct);
        LoginFiles files = LoginFiles.Locate(name => name switch
        {
            "DOCKER_CONFIG" => docker,
            "XDG_RUNTIME_DIR" => folder,
            "HOME" => folder,
            _ => null,
        });
        Assert.Equal("docker", (await files.FindAsync("a", Ct))?.Username);
        Assert.Equal("podman", (await files.FindAsync("b", Ct))?.Username);
        Assert.Null(await files.FindAsync("c", Ct));
        Assert.Equal(Path.Combine(docker, "config.json"), files.Primary.Path);
        LoginFiles home = LoginFiles.Locate(name => name == "HOME" ? folder : null);
        Assert.Equal(Path.Combine(folder, ".docker", "config.json"), home.Primary.Path);
    }

    [Fact]
    public void A_login_does_not_print_its_secrets()
    {
        Assert.DoesNotContain("secret", new RegistryCredential("me", "secret") { IdentityToken = "secret", RegistryToken = "secret" }.ToString());
    }

    private CredentialHelpers NoHelpers => new(folder, TimeSpan.FromSeconds(30));

    private DockerConfigFile Write(string text, CredentialHelpers? helpers = null)
    {
        string path = Path.Combine(folder, "config.json");
        File.WriteAllText(path, text);
        return new DockerConfigFile(path, helpers ?? NoHelpers);
    }

    private CredentialHelpers Helper(string name, string script)
    {
        string path = Path.Combine(folder, "bin", "docker-credential-" + name);
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new CredentialHelpers(Path.Combine(folder, "bin"), name == "hangs" ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(30));
    }
}
