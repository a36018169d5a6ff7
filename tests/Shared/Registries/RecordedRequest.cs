namespace BuildKit.Tests.Registries;

/// <summary>One request that a <see cref="FaultServer"/> got.</summary>
public sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    public string? Range => Headers.GetValueOrDefault("range");

    public bool IsBlobRead => Method == "GET" && Path.Contains("/blobs/sha256:", StringComparison.Ordinal);

    public bool IsUpload => Method == "PUT" && Path.Contains("/blobs/uploads/", StringComparison.Ordinal);

    public bool IsUploadStart => Method == "POST" && Path.Contains("/blobs/uploads/", StringComparison.Ordinal);

    public bool IsManifestWrite => Method == "PUT" && Path.Contains("/manifests/", StringComparison.Ordinal);
}
