using System.Text;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Registry.Credentials;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

public sealed class RegistryLoginTests
{
    private static readonly RegistryCredential Right = new(RegistryProcess.UserName, RegistryProcess.Password);

    [Fact]
    public async Task A_login_by_name_and_password_reads_and_writes()
    {
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { RequiresLogin = true });
        using RegistryClient client = Client(credentials: new FixedCredentials(registry.Host, Right));
        TestImage image = TestImage.Create(1, new Platform("linux", "amd64"), 100_000);
        RegistryRepository repository = client.Repository(registry.Host, "api");
        await image.WriteToAsync(repository, "1", Ct);
        Assert.Equal(image.BytesOf(image.Layers[0]), await repository.ReadAsync(image.Layers[0]));
        await client.CheckLoginAsync(registry.Host, Ct);
    }

    [Fact]
    public async Task Without_a_login_and_with_a_wrong_one_the_command_to_log_in_is_named()
    {
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { RequiresLogin = true });
        using RegistryClient nobody = Client();
        using RegistryClient wrong = Client(credentials: new FixedCredentials(registry.Host, Right with { Password = "other" }));
        foreach ((RegistryClient client, string said) in new[] { (nobody, "wants a login"), (wrong, "did not take the login") })
        {
            RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(registry.Host, "api").ResolveAsync("1", Ct));
            Assert.Equal(OciErrorCodes.RegistryUnauthorized, failure.Code);
            Assert.Contains(said, failure.Message);
            Assert.Contains($"buildkit login {registry.Host}", failure.Advice);
            Assert.DoesNotContain("other", failure.Message);
            Assert.Equal(OciErrorCodes.RegistryUnauthorized, (await Assert.ThrowsAsync<RegistryException>(() => client.CheckLoginAsync(registry.Host, Ct))).Code);
        }
    }

    [Fact]
    public async Task A_redirect_to_another_host_carries_no_login()
    {
        await using RegistryProcess registry = await StartAsync(new RegistryProcessOptions { RequiresLogin = true });
        await using var front = new FaultServer(registry.Host);
        await using var storage = new FaultServer(null);
        byte[] bytes = TestImage.Noise(1, 50_000);
        Descriptor blob = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        using RegistryClient client = Client(credentials: new FixedCredentials(front.Host, Right));
        RegistryRepository repository = client.Repository(front.Host, "api");
        await repository.WriteAsync(blob, new MemoryStream(bytes), Ct);
        front.Rule = request => request.IsBlobRead ? Fault.Answer(307, "", ("Location", $"http://{storage.Host}/bucket/x?signature=a%2Fb")) : null;
        storage.Rule = _ => new Fault { Status = 200, Body = bytes };
        Assert.Equal(bytes, await repository.ReadAsync(blob));
        RecordedRequest there = Assert.Single(storage.Requests);
        Assert.Null(there.Authorization);
        Assert.Equal("/bucket/x?signature=a%2Fb", there.Path);
        Assert.StartsWith("Basic ", front.Requests.Last(request => request.IsBlobRead).Authorization);
    }

    [Fact]
    public async Task An_upload_to_another_host_carries_no_login_and_its_challenge_is_not_answered()
    {
        await using var front = new FaultServer(null);
        await using var thief = new FaultServer(null);
        front.Rule = request => request.Authorization is null ? Fault.Answer(401, "", ("WWW-Authenticate", "Basic realm=\"x\""))
            : request.Method == "HEAD" ? Fault.Answer(404)
            : request.Method == "POST" ? Fault.Answer(202, "", ("Location", $"http://{thief.Host}/take"))
            : Fault.Answer(200);
        thief.Rule = _ => Fault.Answer(401, "", ("WWW-Authenticate", "Basic realm=\"x\""));
        using RegistryClient client = Client(credentials: new FixedCredentials(front.Host, Right));
        byte[] bytes = [1, 2];
        await Assert.ThrowsAsync<RegistryException>(
            () => client.Repository(front.Host, "api").WriteAsync(TestImage.Describe(MediaTypes.OciLayerGzip, bytes), OneWay(bytes), Ct));
        Assert.All(thief.Requests, request => Assert.Null(request.Authorization));
        Assert.NotEmpty(thief.Requests);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        await using var server = new FaultServer(null);
        server.Rule = request => request.Path == "/v2/" ? Fault.Answer(200) : Fault.Answer(302, "", ("Location", request.Path));
        using RegistryClient client = Client();
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(server.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryRedirectRefused, failure.Code);
    }

    [Fact]
    public async Task A_bearer_token_is_fetched_once_for_a_scope_and_anew_when_it_runs_out()
    {
        await using var fixture = new TokenFixture();
        var clock = new InstantClock();
        using RegistryClient client = Client(clock, new FixedCredentials(fixture.Registry.Host, Right));
        RegistryRepository repository = client.Repository(fixture.Registry.Host, "team/api");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => repository.ResolveAsync($"{i}", Ct)));
        RecordedRequest asked = Assert.Single(fixture.Tokens.Requests);
        Assert.Contains("service=the%20registry", asked.Path);
        Assert.Contains("scope=repository%3Ateam%2Fapi%3Apull", asked.Path);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryProcess.UserName}:{RegistryProcess.Password}")), asked.Authorization);
        clock.Advance(TimeSpan.FromSeconds(100));
        await repository.ResolveAsync("5", Ct);
        Assert.Equal(2, fixture.Tokens.Requests.Length);
    }

    [Fact]
    public async Task A_token_that_the_registry_no_longer_takes_is_replaced()
    {
        await using var fixture = new TokenFixture();
        using RegistryClient client = Client(credentials: new FixedCredentials(fixture.Registry.Host, Right));
        RegistryRepository repository = client.Repository(fixture.Registry.Host, "team/api");
        await repository.ResolveAsync("1", Ct);
        fixture.Revoke();
        await repository.ResolveAsync("1", Ct);
        Assert.Equal(2, fixture.Tokens.Requests.Length);
    }

    [Fact]
    public async Task A_token_that_runs_out_before_an_upload_ends_costs_one_more_upload()
    {
        await using var fixture = new TokenFixture();
        using RegistryClient client = Client(credentials: new FixedCredentials(fixture.Registry.Host, Right));
        fixture.OnUpload = fixture.Revoke;
        byte[] bytes = TestImage.Noise(1, 1000);
        await client.Repository(fixture.Registry.Host, "team/api").WriteAsync(TestImage.Describe(MediaTypes.OciLayerGzip, bytes), new MemoryStream(bytes), Ct);
        Assert.Equal(2, fixture.Registry.Requests.Count(request => request.IsUpload));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_and_a_registry_token_is_sent_as_it_is()
    {
        await using var fixture = new TokenFixture();
        var refresh = new RegistryCredential("", "") { IdentityToken = "refresh me" };
        using RegistryClient client = Client(credentials: new FixedCredentials(fixture.Registry.Host, refresh));
        await client.Repository(fixture.Registry.Host, "team/api").ResolveAsync("1", Ct);
        RecordedRequest asked = Assert.Single(fixture.Tokens.Requests);
        Assert.Equal("POST", asked.Method);
        Assert.Null(asked.Authorization);
        Assert.Contains("refresh_token=refresh+me", Encoding.ASCII.GetString(asked.Body));
        Assert.Contains("grant_type=refresh_token", Encoding.ASCII.GetString(asked.Body));

        var ready = new RegistryCredential("", "") { RegistryToken = fixture.Current };
        using RegistryClient other = Client(credentials: new FixedCredentials(fixture.Registry.Host, ready));
        await other.Repository(fixture.Registry.Host, "team/api").ResolveAsync("1", Ct);
        Assert.Single(fixture.Tokens.Requests);
    }

    [Fact]
    public async Task A_token_server_that_refuses_the_password_is_told_as_a_wrong_login()
    {
        await using var fixture = new TokenFixture();
        fixture.Tokens.Rule = _ => Fault.Answer(401, """{"details":"incorrect username or password"}""");
        using RegistryClient client = Client(credentials: new FixedCredentials(fixture.Registry.Host, Right));
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(fixture.Registry.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryUnauthorized, failure.Code);
        Assert.Contains("incorrect username or password", failure.Message);
        Assert.Contains($"buildkit login {fixture.Registry.Host}", failure.Advice);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"token\":\"a\\r\\nb\"}")]
    public async Task A_token_servers_nonsense_is_told(string answer)
    {
        await using var fixture = new TokenFixture();
        fixture.Tokens.Rule = _ => Fault.Answer(200, answer);
        using RegistryClient client = Client();
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(fixture.Registry.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryAnswerInvalid, failure.Code);
    }

    [Fact]
    public async Task A_password_is_not_sent_to_a_token_server_without_tls_beyond_this_machine()
    {
        await using var fixture = new TokenFixture { Realm = "http://198.51.100.1/token" };
        using RegistryClient client = Client(credentials: new FixedCredentials(fixture.Registry.Host, Right));
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(fixture.Registry.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryAnswerInvalid, failure.Code);
        Assert.Contains("198.51.100.1", failure.Message);
    }
}
