using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Registry.Credentials;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

/// <summary>The token flow against a real registry that verifies what the token server signs.</summary>
public sealed class RealTokenTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-tokens-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Push_mount_and_pull_work_with_tokens_for_just_their_scopes()
    {
        await using var tokens = new SignedTokenServer(folder);
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { MoreConfiguration = tokens.Configuration });
        using RegistryClient client = Client(credentials: new FixedCredentials(registry.Host, new RegistryCredential("me", "secret")));
        TestImage image = TestImage.Create(1, new Platform("linux", "amd64"), 100_000);
        await image.WriteToAsync(client.Repository(registry.Host, "dev/api"), "1", Ct);
        CopyResult result = await ImageCopy.CopyAsync(
            client.Repository(registry.Host, "dev/api"), client.Repository(registry.Host, "prod/api"), image.Root, CopyOptions.Default with { Tags = ["1"] }, null, Ct);
        Assert.Equal(2, result.TakenCount);
        Assert.Equal(image.Root, await client.Repository(registry.Host, "prod/api").ResolveAsync("1", Ct));

        // Read and write of two repositories, reading another while mounting: a token for each, asked for once.
        string[] asked = [.. tokens.Server.Requests.Select(request => Uri.UnescapeDataString(request.Path[request.Path.IndexOf("scope=", StringComparison.Ordinal)..]))];
        Assert.Equal(asked.Distinct(), asked);
        Assert.Contains("scope=repository:prod/api:pull,push&scope=repository:dev/api:pull", asked);
        await client.CheckLoginAsync(registry.Host, Ct);
    }

    [Fact]
    public async Task Rights_that_are_missing_are_told_apart_from_a_wrong_login()
    {
        await using var tokens = new SignedTokenServer(folder);
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { MoreConfiguration = tokens.Configuration });
        tokens.Grant = (_, _, actions) => [.. actions.Where(action => action == "pull")];
        byte[] bytes = [1, 2, 3];
        foreach (ICredentialSource who in new ICredentialSource[] { NoCredentials.Instance, new FixedCredentials(registry.Host, new RegistryCredential("me", "x")) })
        {
            using RegistryClient client = Client(credentials: who);
            RegistryRepository repository = client.Repository(registry.Host, "api");
            Assert.Null(await repository.ResolveAsync("1", Ct));
            RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
                () => repository.WriteAsync(TestImage.Describe(MediaTypes.OciLayerGzip, bytes), new MemoryStream(bytes), Ct));
            Assert.Equal(OciErrorCodes.RegistryDenied, failure.Code);
            Assert.Contains($"buildkit login {registry.Host}", failure.Advice);
        }
    }
}
