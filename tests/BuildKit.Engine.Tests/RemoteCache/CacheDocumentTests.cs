using System.Text;
using BuildKit.Engine.Cache;
using BuildKit.Engine.RemoteCache;
using BuildKit.Graph.Keys;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;
using BuildKit.Tests.Schemas;

namespace BuildKit.Engine.Tests.RemoteCache;

public sealed class CacheDocumentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_documents_of_a_cache_have_the_bytes_that_are_promised()
    {
        CacheEntry[] entries = [Entry("make <all> && echo \"ü\"", "a"), Entry("true", null)];
        var tree = new CacheTree(Digest.Of("base"u8), new Descriptor(CacheTypes.Tree, Digest.Of("index"u8), 55));
        var content = new CacheContent(null, [.. entries], [tree]);
        string json = Encoding.UTF8.GetString(CacheDocument.ToJson(content));
        SchemaFolder.Ours.Validate("cache.schema.json", json);
        Assert.Equal(
            """{"version":1,"records":[{"key":"sha256:KEY0","layer":"sha256:LAYER","bytes":1024,"blob":{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:BLOB","size":77},"compressor":"gzip:0.1.0.0","frames":[["format","1"],["argument","make <all> && echo \"ü\""]]},{"key":"sha256:KEY1","frames":[["format","1"],["argument","true"]]}],"trees":[{"layer":"sha256:TREE","blob":{"mediaType":"application/vnd.buildkit.cache.tree.v1+gzip","digest":"sha256:INDEX","size":55}}]}"""
                .Replace("KEY0", entries[0].Record.Key.Hex, StringComparison.Ordinal).Replace("KEY1", entries[1].Record.Key.Hex, StringComparison.Ordinal)
                .Replace("TREE", tree.Layer.Hex, StringComparison.Ordinal).Replace("INDEX", tree.Blob.Digest.Hex, StringComparison.Ordinal)
                .Replace("LAYER", entries[0].Record.Layer!.Value.Hex, StringComparison.Ordinal).Replace("BLOB", entries[0].Blob!.Digest.Hex, StringComparison.Ordinal),
            json);

        byte[] records = await CacheDocument.WriteAsync(content, Ct);
        string manifest = Encoding.UTF8.GetString(CacheArtifact.Manifest(records, content));
        SchemaFolder.ImageSpecification.Validate("image-manifest-schema.json", manifest);
        Assert.Equal(
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.buildkit.cache.v1+json","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[{"mediaType":"application/vnd.buildkit.cache.records.v1+json+gzip","digest":"RECORDS","size":SIZE},{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"BLOB","size":77},{"mediaType":"application/vnd.buildkit.cache.tree.v1+gzip","digest":"INDEX","size":55}]}"""
                .Replace("RECORDS", Digest.Of(records).ToString(), StringComparison.Ordinal).Replace("SIZE", $"{records.Length}", StringComparison.Ordinal)
                .Replace("BLOB", entries[0].Blob!.Digest.ToString(), StringComparison.Ordinal).Replace("INDEX", tree.Blob.Digest.ToString(), StringComparison.Ordinal),
            manifest);
    }

    [Fact]
    public async Task What_is_written_is_read_as_it_was()
    {
        CacheEntry[] entries = [Entry("make", "a"), Entry("true", null)];
        var tree = new CacheTree(Digest.Of("base"u8), new Descriptor(CacheTypes.Tree, Digest.Of("index"u8), 55));
        CacheContent content = await CacheDocument.ReadAsync(await CacheDocument.WriteAsync(new CacheContent(null, [.. entries], [tree]), Ct), "here", Ct);
        CacheEntry[] read = [.. content.Entries];
        Assert.Equal([tree], content.Trees);
        Assert.Equal(entries.Length, read.Length);
        Assert.All(entries.Zip(read), pair => Assert.True(pair.First.Agrees(pair.Second)));
        Assert.All(entries.Zip(read), pair => Assert.Equal(pair.First.Record.Frames.AsEnumerable(), pair.Second.Record.Frames.AsEnumerable()));
    }

    [Fact]
    public async Task The_content_of_a_cache_mount_is_read_as_it_was_written()
    {
        var folder = new CacheFolder("packages", "0-0", Digest.Of("tar"u8), new Descriptor(CacheTypes.Folder, Digest.Of("blob"u8), 77));
        CacheContent content = CacheContent.Empty with { Folders = [folder] };
        SchemaFolder.Ours.Validate("cache.schema.json", Encoding.UTF8.GetString(CacheDocument.ToJson(content)));
        Assert.Equal([folder], (await CacheDocument.ReadAsync(await CacheDocument.WriteAsync(content, Ct), "here", Ct)).Folders);
        Assert.Contains(folder.Blob, CacheArtifact.Blobs(content));
    }

    [Fact]
    public void A_cache_keeps_the_first_records_and_none_that_is_huge()
    {
        CacheEntry huge = Entry(new string('x', CacheTypes.LargestRecord), "a");
        CacheEntry[] many = [.. Enumerable.Range(0, CacheTypes.MostRecords + 5).Select(i => Entry($"step {i}", null))];
        Assert.Equal(many.Take(CacheTypes.MostRecords), CacheDocument.Bound([huge, .. many]));

        CacheEntry[] large = [.. Enumerable.Range(0, 200).Select(i => Entry($"{i} {new string('x', 200_000)}", null))];
        var kept = CacheDocument.Bound(large);
        Assert.InRange(kept.Length, 50, 100);
        Assert.True(CacheDocument.ToJson(new CacheContent(null, kept, [])).Length <= CacheTypes.LargestDocument);
    }

    [Fact]
    public async Task Records_that_hardly_compress_are_cut_to_what_is_read_again()
    {
        using var store = new EmptyStore();
        var random = new Random(1);
        CacheEntry[] entries = [.. Enumerable.Range(0, 60).Select(_ => Entry(Convert.ToBase64String(RandomBytes(random, 150_000)), null))];
        var place = new CachePlace(store.Store, "cache:latest");

        int written = await CacheArtifact.WriteAsync(place, new CacheContent(null, CacheDocument.Bound(entries), []), Ct);

        Assert.InRange(written, 1, 40);
        CacheContent? read = await new CacheReader(store.Store).ReadAsync(place, Ct);
        Assert.Equal(entries.Take(written).Select(entry => entry.Record.Key), read?.Entries.Select(entry => entry.Record.Key));
    }

    [Theory]
    [InlineData("""{"version":2,"records":[],"trees":[]}""", ExecutionErrorCodes.CacheTooNew)]
    [InlineData("""{"version":1}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":"1","records":[]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":1,"records":[{}]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":1,"records":[3]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":1,"records":[{"key":"sha256:00","frames":[]}]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":1,"records":[{"key":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","frames":[["a"]]}]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":1,"records":[]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""{"version":1,"records":[],"trees":[{"layer":"sha256:00"}]}""", ExecutionErrorCodes.CacheDamaged)]
    [InlineData("""[""", ExecutionErrorCodes.CacheDamaged)]
    public async Task Other_documents_are_refused(string json, string code)
    {
        using var compressed = new MemoryStream();
        await LayerCompression.CompressAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), compressed, LayerFormat.Gzip, Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => CacheDocument.ReadAsync(compressed.ToArray(), "here", Ct));
        Assert.Equal(code, failure.Code);
    }

    private static CacheEntry Entry(string script, string? layer)
    {
        KeyFrames frames = new KeyFrames().Add("format", "1").Add("argument", script);
        var record = new StepRecord(frames.ToDigest(), layer is null ? null : Digest.Of(Encoding.UTF8.GetBytes(layer)), layer is null ? 0 : 1024, [.. frames.Frames]);
        return layer is null
            ? new CacheEntry(record, null, null)
            : new CacheEntry(record, new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(Encoding.UTF8.GetBytes(layer + " blob")), 77), "gzip:0.1.0.0");
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
