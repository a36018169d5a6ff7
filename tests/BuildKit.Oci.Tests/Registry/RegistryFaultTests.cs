using System.Net;
using System.Net.Sockets;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Tests.Registries;
using static BuildKit.Oci.Tests.Registry.Clients;

namespace BuildKit.Oci.Tests.Registry;

public sealed class RegistryFaultTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");

    [Fact]
    public async Task A_read_that_is_cut_continues_at_the_same_byte()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 1_000_000);
        int cuts = 0;
        server.Rule = request => request.IsBlobRead && cuts++ < 3 ? new Fault { CutAfter = 200_000 } : null;
        using RegistryClient client = Client();
        byte[] bytes = await client.Repository(server.Host, "api").ReadAsync(image.Layers[0]);
        Assert.Equal(image.BytesOf(image.Layers[0]), bytes);
        Assert.Equal([null, "bytes=200000-", "bytes=400000-", "bytes=600000-"], server.Requests.Where(request => request.IsBlobRead).Select(request => request.Range));
    }

    [Fact]
    public async Task A_registry_that_does_not_see_a_blob_yet_is_asked_again()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        int writes = 0;
        server.Rule = request => request.IsManifestWrite && writes++ < 2
            ? Fault.Answer(400, """{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown to registry"}]}""")
            : null;
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(1, Amd64, 10);
        await image.WriteToAsync(client.Repository(server.Host, "api"), "1", Ct);
        Assert.NotNull(await client.Repository(server.Host, "api").ResolveAsync("1", Ct));
    }

    [Fact]
    public async Task A_registry_that_knows_no_ranges_is_read_again_and_skipped()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 300_000);
        int reads = 0;
        server.Rule = request => request.IsBlobRead ? new Fault { IgnoreRange = true, CutAfter = reads++ == 0 ? 100_000 : null } : null;
        using RegistryClient client = Client();
        Assert.Equal(image.BytesOf(image.Layers[0]), await client.Repository(server.Host, "api").ReadAsync(image.Layers[0]));
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_registry_that_cuts_without_progress_is_given_up()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 100_000);
        server.Rule = request => request.IsBlobRead ? new Fault { CutAfter = 10 } : null;
        using RegistryClient client = Client();
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository(server.Host, "api").ReadAsync(image.Layers[0]));
        Assert.Equal(OciErrorCodes.RegistryConnectionCut, failure.Code);
        Assert.True(failure.IsTransient);
        Assert.Contains("of 100000", failure.Message);
        Assert.Equal(RetryPolicy.Default.Attempts, server.Requests.Count(request => request.IsBlobRead));
    }

    [Fact]
    public async Task A_connection_that_falls_silent_counts_as_cut()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 300_000);
        int reads = 0;
        server.Rule = request => request.IsBlobRead && reads++ == 0 ? new Fault { StallAfter = 100_000 } : null;
        using RegistryClient client = Client(idle: TimeSpan.FromMilliseconds(300));
        Assert.Equal(image.BytesOf(image.Layers[0]), await client.Repository(server.Host, "api").ReadAsync(image.Layers[0]));
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task Other_bytes_than_the_digest_says_are_an_error_and_not_retried()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 1000);
        server.Rule = request => new Fault { FlipByte = request.Method == "GET" && request.Path.Contains("sha256:") };
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(server.Host, "api");
        foreach (Descriptor descriptor in new[] { image.Layers[0], image.Root })
        {
            BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => repository.ReadAsync(descriptor));
            Assert.Equal(OciErrorCodes.ContentMismatch, failure.Code);
            Assert.Contains($"{server.Host}/api", failure.Message);
        }

        Assert.Equal(2, server.Requests.Count(request => request.Method == "GET" && request.Path.Contains("sha256:")));
    }

    [Fact]
    public async Task A_digest_in_the_header_that_is_another_is_an_error()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 1000);
        string other = image.Layers[0].Digest.ToString();
        server.Rule = request => request.Path.Contains("/manifests/") ? new Fault { Replace = { ["Docker-Content-Digest"] = other } } : null;
        using RegistryClient client = Client();
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(
            () => client.Repository(server.Host, "api").ResolveAsync(image.Root.Digest.ToString(), Ct));
        Assert.Equal(OciErrorCodes.ContentMismatch, failure.Code);
        Assert.Contains(other, failure.Message);
    }

    [Fact]
    public async Task A_registry_that_says_little_about_a_tag_is_asked_for_the_manifest_itself()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 1000);
        server.Rule = _ => new Fault { Replace = { ["Docker-Content-Digest"] = "", ["Content-Type"] = "application/json" } };
        using RegistryClient client = Client();
        Assert.Equal(image.Root, await client.Repository(server.Host, "api").ResolveAsync("1", Ct));
    }

    [Fact]
    public async Task Retry_after_is_kept_and_then_the_request_succeeds()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 1000);
        int asked = 0;
        server.Rule = request => !request.Path.Contains("/manifests/") ? null : asked++ switch
        {
            0 => Fault.Answer(429, "", ("Retry-After", "7")),
            1 => Fault.Answer(503),
            2 => Fault.Answer(503, "", ("Retry-After", "86400")),
            3 => Fault.Answer(502),
            _ => null,
        };
        var clock = new InstantClock();
        using RegistryClient client = Client(clock);
        Assert.Equal(image.Root, await client.Repository(server.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal([7, 0.5, 60, 2], clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(429, OciErrorCodes.RegistryTooManyRequests, 5)]
    [InlineData(503, OciErrorCodes.RegistryServerError, 5)]
    [InlineData(500, OciErrorCodes.RegistryServerError, 5)]
    [InlineData(403, OciErrorCodes.RegistryDenied, 1)]
    [InlineData(400, OciErrorCodes.RegistryRefused, 1)]
    [InlineData(507, OciErrorCodes.RegistryStorageFull, 1)]
    public async Task A_status_that_stays_is_told_with_the_registrys_words(int status, string code, int tries)
    {
        await using var server = new FaultServer(null);
        server.Rule = request => request.Path == "/v2/"
            ? Fault.Answer(200)
            : Fault.Answer(status, """{"errors":[{"code":"WEATHER","message":"it\u001b[31mrains"}]}""");
        using RegistryClient client = Client();
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
            () => client.Repository(server.Host, "team/api").OpenReadAsync(TestImage.Describe(MediaTypes.OciLayerGzip, [1]), Ct));
        Assert.Equal(code, failure.Code);
        Assert.Contains("WEATHER: it [31mrains", failure.Message);
        Assert.Contains($"{server.Host}/team/api", failure.Message);
        Assert.NotNull(failure.Advice);
        Assert.Equal(tries, server.Requests.Count(request => request.IsBlobRead));
    }

    [Fact]
    public async Task Docker_schema_1_is_refused_by_name()
    {
        await using var server = new FaultServer(null);
        server.Rule = _ => Fault.Answer(200, "{}", ("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws"));
        using RegistryClient client = Client();
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => client.Repository(server.Host, "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.SchemaOne, failure.Code);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_told_at_once()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var clock = new InstantClock();
        using RegistryClient client = Client(clock);
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(() => client.Repository($"127.0.0.1:{port}", "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryUnreachable, failure.Code);
        Assert.Contains($"127.0.0.1:{port}", failure.Message);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task A_host_without_an_address_is_told()
    {
        // A name below .invalid has no address anywhere (RFC 2606); a proxy would answer for it.
        var options = RegistryOptions.Default with { Clock = new InstantClock() };
        var subject = new BuildKit.Oci.Registry.Http.RequestSubject("registry.invalid", "api", "looking up '1'", []);
        RegistryException failure = BuildKit.Oci.Registry.Http.RegistryFailures.FromException(
            subject, await Assert.ThrowsAnyAsync<Exception>(() => Dns.GetHostAddressesAsync("registry.invalid", Ct)));
        Assert.Equal(OciErrorCodes.RegistryHostUnknown, failure.Code);
        using var client = new RegistryClient(options);
        BuildKitException unusable = await Assert.ThrowsAnyAsync<BuildKitException>(() => client.Repository("host:port:1", "api").ResolveAsync("1", Ct));
        Assert.Equal(OciErrorCodes.RegistryHostUnknown, unusable.Code);
    }

    [Fact]
    public async Task An_upload_that_is_cut_is_sent_again_where_its_stream_can_go_back()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        int uploads = 0;
        server.Rule = request => request.IsUpload && uploads++ < 2 ? new Fault { CutRequest = true } : null;
        using RegistryClient client = Client();
        RegistryRepository repository = client.Repository(server.Host, "api");
        byte[] bytes = TestImage.Noise(1, 500_000);
        Descriptor descriptor = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        await repository.WriteAsync(descriptor, new MemoryStream(bytes), Ct);
        Assert.Equal(bytes, await repository.ReadAsync(descriptor));
        Assert.Equal(3, uploads);

        uploads = 0;
        byte[] others = TestImage.Noise(2, 500_000);
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
            () => repository.WriteAsync(TestImage.Describe(MediaTypes.OciLayerGzip, others), OneWay(others), Ct));
        Assert.True(failure.IsTransient);
        Assert.Equal(1, uploads);
    }

    [Fact]
    public async Task An_upload_whose_answer_was_lost_is_not_sent_again()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        server.Rule = request => request.IsUpload ? new Fault { Replace = { ["Location"] = "" }, CutAfter = 0 } : null;
        using RegistryClient client = Client();
        byte[] bytes = TestImage.Noise(1, 1000);
        Descriptor descriptor = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        await client.Repository(server.Host, "api").WriteAsync(descriptor, new MemoryStream(bytes), Ct);
        Assert.Equal(1, server.Requests.Count(request => request.IsUpload));
    }

    [Theory]
    [InlineData("http:relative")]
    [InlineData("/v2/api/blobs/uploads/x?_state=a%3Db&k")]
    public async Task The_address_of_an_upload_is_kept_as_the_registry_says_it(string location)
    {
        await using var server = new FaultServer(null);
        string sent = location.StartsWith("http:", StringComparison.Ordinal) ? $"http://{server.Host}/elsewhere" : location;
        server.Rule = request => request.Method switch
        {
            "HEAD" => Fault.Answer(404),
            "POST" => Fault.Answer(202, "", ("Location", sent)),
            "PUT" => Fault.Answer(201),
            _ => Fault.Answer(200),
        };
        using RegistryClient client = Client();
        byte[] bytes = [1, 2, 3];
        Descriptor descriptor = TestImage.Describe(MediaTypes.OciLayerGzip, bytes);
        await client.Repository(server.Host, "api").WriteAsync(descriptor, new MemoryStream(bytes), Ct);
        RecordedRequest put = Assert.Single(server.Requests, request => request.Method == "PUT");
        string expected = sent.StartsWith('/') ? sent + "&" : "/elsewhere?";
        Assert.Equal($"{expected}digest=sha256%3A{descriptor.Digest.Hex}", put.Path);
        Assert.Equal(bytes, put.Body);
    }

    [Fact]
    public async Task A_service_that_is_no_registry_is_told_apart()
    {
        await using var server = new FaultServer(null);
        server.Rule = request => request.Method == "POST" ? Fault.Answer(202) : Fault.Answer(404);
        using RegistryClient client = Client();
        byte[] bytes = [1];
        RegistryException failure = await Assert.ThrowsAsync<RegistryException>(
            () => client.Repository(server.Host, "api").WriteAsync(TestImage.Describe(MediaTypes.OciLayerGzip, bytes), new MemoryStream(bytes), Ct));
        Assert.Equal(OciErrorCodes.RegistryRedirectRefused, failure.Code);
    }

    [Fact]
    public async Task Cancelling_ends_a_read_that_hangs()
    {
        await using RegistryProcess registry = await StartAsync();
        await using var server = new FaultServer(registry.Host);
        TestImage image = await FillAsync(registry, 300_000);
        server.Rule = request => request.IsBlobRead ? new Fault { StallAfter = 1000 } : null;
        using RegistryClient client = Client();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using Stream stream = await client.Repository(server.Host, "api").OpenReadAsync(image.Layers[0], stop.Token);
        var buffer = new byte[1000];
        await stream.ReadExactlyAsync(buffer, stop.Token);
        Task<int> reading = stream.ReadAsync(buffer, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static async Task<TestImage> FillAsync(RegistryProcess registry, int size)
    {
        using RegistryClient client = Client();
        TestImage image = TestImage.Create(7, Amd64, size);
        await image.WriteToAsync(client.Repository(registry.Host, "api"), "1", Ct);
        return image;
    }
}
