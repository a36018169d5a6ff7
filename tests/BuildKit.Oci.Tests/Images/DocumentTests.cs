using System.Collections.Immutable;
using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using CsCheck;

namespace BuildKit.Oci.Tests.Images;

public sealed class DocumentTests
{
    private static readonly Digest One = Digest.Of("one"u8);
    private static readonly Digest Two = Digest.Of("two"u8);

    private static readonly ImageConfig Config = new(
        new Platform("linux", "arm", "v7"),
        new ContainerConfig
        {
            User = "1000:1000",
            ExposedPorts = ["8080/tcp", "53/udp"],
            Env = [new("PATH", "/bin"), new("TEXT", "a=b <\"ü\"> +")],
            Entrypoint = ["dotnet", "/app/Api.dll"],
            Cmd = [],
            Volumes = ["/data"],
            WorkingDir = "/app",
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("b", "2").Add("a", "1"),
            StopSignal = "SIGTERM",
            HealthCheck = new HealthCheck(["CMD-SHELL", "true"], TimeSpan.FromSeconds(30), null, TimeSpan.FromMilliseconds(1500), 3) { StartInterval = TimeSpan.FromSeconds(2) },
            Shell = ["/bin/bash", "-c"],
        },
        [One, Two],
        [
            new HistoryEntry(DateTimeOffset.UnixEpoch, "Copy", "a comment", false),
            new HistoryEntry(DateTimeOffset.UnixEpoch.AddTicks(1234567), "Env", null, true),
            new HistoryEntry(null, null, null, false),
        ],
        new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)),
        "someone");

    private static readonly ImageManifest Manifest = new(
        MediaTypes.OciManifest,
        new Descriptor(MediaTypes.OciConfig, One, 100),
        [new Descriptor(MediaTypes.OciLayerGzip, Two, 1L << 40) { Urls = ["https://example.com/x"], Annotations = ImmutableSortedDictionary<string, string>.Empty.Add("k", "v") }])
    {
        ArtifactType = "application/vnd.example",
        Subject = new Descriptor(MediaTypes.OciManifest, Two, 5),
        Annotations = ImmutableSortedDictionary<string, string>.Empty.Add("z", "1").Add("a", "2"),
    };

    [Fact]
    public void A_configuration_has_the_bytes_it_had_in_the_first_release()
    {
        const string Expected =
            """{"created":"2026-01-02T03:04:05Z","author":"someone","architecture":"arm","os":"linux","variant":"v7","config":{"User":"1000:1000","ExposedPorts":{"53/udp":{},"8080/tcp":{}},"Env":["PATH=/bin","TEXT=a=b <\"ü\"> +"],"Entrypoint":["dotnet","/app/Api.dll"],"Cmd":[],"Volumes":{"/data":{}},"WorkingDir":"/app","Labels":{"a":"1","b":"2"},"StopSignal":"SIGTERM","Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":30000000000,"StartPeriod":1500000000,"StartInterval":2000000000,"Retries":3},"Shell":["/bin/bash","-c"]},"rootfs":{"type":"layers","diff_ids":["sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","sha256:3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"]},"history":[{"created":"1970-01-01T00:00:00Z","created_by":"Copy","comment":"a comment"},{"created":"1970-01-01T00:00:00.1234567Z","created_by":"Env","empty_layer":true},{}]}""";
        byte[] written = ImageConfigJson.Write(Config);
        Assert.Equal(Expected, Encoding.UTF8.GetString(written));
        Assert.Equal(written, ImageConfigJson.Write(ImageConfigJson.Read(written, "it")));
        SchemaFolder.ImageSpecification.Validate("config-schema.json", written);
    }

    [Fact]
    public void A_manifest_has_the_bytes_it_had_in_the_first_release()
    {
        const string Expected =
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.example","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","size":100},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3","size":1099511627776,"urls":["https://example.com/x"],"annotations":{"k":"v"}}],"subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3","size":5},"annotations":{"a":"2","z":"1"}}""";
        byte[] written = ImageManifestJson.Write(Manifest);
        Assert.Equal(Expected, Encoding.UTF8.GetString(written));
        Assert.Equal(written, ImageManifestJson.Write(ImageManifestJson.Read(written, null, "it")));
        SchemaFolder.ImageSpecification.Validate("image-manifest-schema.json", written);
    }

    [Fact]
    public void An_index_has_the_bytes_it_had_in_the_first_release()
    {
        const string Expected =
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","size":5,"platform":{"architecture":"arm","os":"linux","variant":"v7"},"artifactType":"a/b"}]}""";
        ImageIndex index = new(MediaTypes.OciIndex, [new Descriptor(MediaTypes.OciManifest, One, 5) { Platform = new Platform("linux", "arm", "v7"), ArtifactType = "a/b" }]);
        byte[] written = ImageIndexJson.Write(index);
        Assert.Equal(Expected, Encoding.UTF8.GetString(written));
        Assert.Equal(written, ImageIndexJson.Write(ImageIndexJson.Read(written, MediaTypes.OciIndex, "it")));
        SchemaFolder.ImageSpecification.Validate("image-index-schema.json", written);
    }

    [Fact]
    public void The_schemas_do_refuse_what_is_wrong()
    {
        Assert.False(SchemaFolder.ImageSpecification.Accepts("image-manifest-schema.json", """{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"sha256:zz","size":1},"layers":[]}"""));
        Assert.False(SchemaFolder.ImageSpecification.Accepts("config-schema.json", """{"os":"linux","rootfs":{"type":"layers","diff_ids":[]}}"""));
    }

    [Fact]
    public void A_configuration_that_Docker_wrote_is_read()
    {
        const string Docker =
            """
            {"architecture":"amd64","config":{"Hostname":"abc","Domainname":"","User":"","AttachStdin":false,"ExposedPorts":{"80/tcp":{}},"Tty":false,
            "Env":["PATH=/a","A=1","A=2","BARE"],"Cmd":["sh"],"Image":"sha256:x","Volumes":null,"WorkingDir":"","Entrypoint":null,"OnBuild":null,"Labels":null,
            "ArgsEscaped":true},"container":"c","container_config":{"Cmd":["x"]},"created":"2024-05-06T07:08:09.123456789Z","docker_version":"20.10",
            "history":[{"created":"2024-05-06T09:08:09.1+02:00","created_by":"/bin/sh -c #(nop)","empty_layer":true,"author":"x"}],"os":"linux",
            "rootfs":{"type":"layers","diff_ids":["sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"]}}
            """;
        ImageConfig config = ImageConfigJson.Read(Encoding.UTF8.GetBytes(Docker), "it");
        Assert.Equal([new("PATH", "/a"), new("A", "2"), new("BARE", "")], config.Config.Env);
        Assert.Null(config.Config.Entrypoint);
        Assert.Equal(["sh"], config.Config.Cmd!.Value);
        Assert.Null(config.Config.User);
        Assert.Empty(config.Config.Labels);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).AddTicks(1234567), config.Created);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).AddMilliseconds(100), config.History[0].Created);
    }

    [Fact]
    public void The_type_of_a_document_without_one_is_what_was_said_or_what_its_fields_show()
    {
        const string Image = """{"schemaVersion":2,"config":{"mediaType":"CONFIG","digest":"sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","size":1},"layers":null}""";
        Assert.Equal(MediaTypes.OciManifest, Read(Image.Replace("CONFIG", MediaTypes.OciConfig)).MediaType);
        Assert.Equal(MediaTypes.DockerManifest, Read(Image.Replace("CONFIG", MediaTypes.DockerConfig)).MediaType);
        Assert.Equal(MediaTypes.DockerManifest, Read(Image.Replace("CONFIG", MediaTypes.OciConfig), MediaTypes.DockerManifest).MediaType);
        Assert.Equal(MediaTypes.OciManifest, Read(Image.Replace("CONFIG", MediaTypes.OciConfig), "application/octet-stream").MediaType);
        Assert.Equal(MediaTypes.OciIndex, Read("""{"schemaVersion":2,"manifests":[]}""").MediaType);
        Assert.Equal(MediaTypes.DockerManifestList, Read("""{"schemaVersion":2,"manifests":[]}""", MediaTypes.DockerManifestList).MediaType);
    }

    public static TheoryData<string, string?, string> Wrong() => new()
    {
        { "", null, "BK5001" },
        { "<html>", null, "BK5001" },
        { """{"schemaVersion":2,"schemaVersion":2,"manifests":[]}""", null, "BK5001" },
        { """{"schemaVersion":2,"manifests":[],"a":""" + new string('[', 40) + new string(']', 40) + "}", null, "BK5001" },
        { """{"schemaVersion":2,"manifests":[]} x""", null, "BK5001" },
        { "[]", null, "BK5003" },
        { "{}", null, "BK5003" },
        { """{"schemaVersion":3,"manifests":[]}""", null, "BK5003" },
        { """{"schemaVersion":2}""", null, "BK5003" },
        { """{"schemaVersion":1,"name":"x","fsLayers":[]}""", null, "BK5004" },
        { """{"schemaVersion":2,"manifests":[]}""", "application/vnd.docker.distribution.manifest.v1+prettyjws", "BK5004" },
        { """{"schemaVersion":2,"manifests":[],"layers":[]}""", null, "BK5003" },
        { """{"schemaVersion":2,"manifests":[],"config":{}}""", null, "BK5003" },
        { """{"schemaVersion":2,"manifests":{}}""", null, "BK5003" },
        { """{"schemaVersion":2,"manifests":[1]}""", null, "BK5003" },
        { """{"schemaVersion":2,"manifests":[]}""", MediaTypes.OciManifest, "BK5003" },
        { """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","config":{}}""", null, "BK5003" },
        { """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", MediaTypes.DockerManifestList, "BK5003" },
        { """{"schemaVersion":2,"mediaType":"text/plain","manifests":[]}""", null, "BK5003" },
        { """{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"sha256:ABC","size":1}]}""", null, "BK5003" },
        { """{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"md5:aa","size":1}]}""", null, "BK5003" },
        { Sized("-1"), null, "BK5003" },
        { Sized("99999999999999999"), null, "BK5003" },
        { Sized("1e99"), null, "BK5003" },
        { Sized("1.5"), null, "BK5003" },
        { Sized("\"1\""), null, "BK5003" },
        { Sized("null"), null, "BK5003" },
        { """{"schemaVersion":2,"manifests":[{"mediaType":"\ud800","digest":"x","size":1}]}""", null, "BK5003" },
        { """{"schemaVersion":2,"\ud800nifests":[],"manifestX":[]}""", null, "BK5001" },
        { """{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"DIGEST","size":1,"annotations":{"\udc00":"x"}}]}""".Replace("DIGEST", Digest.Of("x"u8).ToString()), null, "BK5001" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_document_is_refused_with_its_reason(string json, string? mediaType, string code)
    {
        BuildKitException failure = Assert.Throws<BuildKitException>(() => Read(json, mediaType));
        Assert.True(failure.Code == code, $"{failure.Code}: {failure.Message}");
        Assert.Contains("registry/api", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Advice);
    }

    [Fact]
    public void A_document_of_more_than_four_mebibytes_is_refused() =>
        Assert.Equal("BK5002", Assert.Throws<BuildKitException>(() => Read(new string(' ', 4 * 1024 * 1024) + "{}")).Code);

    [Theory]
    [InlineData("""{"architecture":"a","rootfs":{"type":"layers","diff_ids":[]}}""")]
    [InlineData("""{"architecture":"a","os":"l"}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"tree","diff_ids":[]}}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"layers","diff_ids":["x"]}}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"layers"},"created":"yesterday"}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"layers"},"config":{"Env":["=x"]}}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"layers"},"config":{"Env":"x"}}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"layers"},"config":{"Healthcheck":{"Interval":-1}}}""")]
    [InlineData("""{"architecture":"a","os":"l","rootfs":{"type":"layers"},"history":[{"empty_layer":1}]}""")]
    public void A_wrong_configuration_is_refused(string json) =>
        Assert.Equal("BK5003", Assert.Throws<BuildKitException>(() => ImageConfigJson.Read(Encoding.UTF8.GetBytes(json), "it")).Code);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] json = Encoding.Latin1.GetBytes("""{"schemaVersion":2,"mediaType":"ÿ","manifests":[]}""");
        Assert.StartsWith("BK500", Assert.Throws<BuildKitException>(() => ManifestDocument.Read(json, null, "it")).Code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_was_changed_at_random_is_read_or_refused()
    {
        byte[][] documents = [ImageConfigJson.Write(Config), ImageManifestJson.Write(Manifest)];
        Gen.Select(Gen.Int[0, 1], Gen.Select(Gen.Int[0, 5000], Gen.OneOf(Gen.Byte, Gen.Char["\"\\{}[]:,0-eu"].Select(c => (byte)c))).Array[1, 4]).Sample(
            (which, changes) =>
            {
                byte[] changed = (byte[])documents[which].Clone();
                foreach ((int at, byte value) in changes)
                {
                    changed[at % changed.Length] = value;
                }

                try
                {
                    _ = which == 0 ? ImageConfigJson.Write(ImageConfigJson.Read(changed, "it")) : ImageManifestJson.Write(ImageManifestJson.Read(changed, null, "it"));
                }
                catch (BuildKitException failure)
                {
                    Assert.StartsWith("BK500", failure.Code, StringComparison.Ordinal);
                }
            },
            iter: 5000);
    }

    private static string Sized(string size) =>
        """{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","size":""" + size + "}]}";

    private static ManifestDocument Read(string json, string? mediaType = null) => ManifestDocument.Read(Encoding.UTF8.GetBytes(json), mediaType, "registry/api");
}
