using System.Globalization;
using BuildKit.Tests.Registries;

namespace BuildKit.Engine.Tests.Downloads;

/// <summary>A web server on loopback that gives one file.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly FaultServer server = new(null);

    public FileServer(byte[] content)
    {
        Content = content;
        server.Rule = request => Misbehave(request) ?? Give(request);
    }

    /// <summary>What the file is now.</summary>
    public byte[] Content { get; set; }

    /// <summary>The strong validator; null for none.</summary>
    public string? Tag { get; set; } = "\"one\"";

    /// <summary>What it does instead; null for what is right.</summary>
    public Func<RecordedRequest, Fault?> Misbehave { get; set; } = _ => null;

    public RecordedRequest[] Requests => server.Requests;

    public string Url => $"http://{server.Host}/files/tool.bin";

    public Fault Give(RecordedRequest request)
    {
        var headers = new Dictionary<string, string>();
        if (Tag is not null)
        {
            headers["ETag"] = Tag;
        }

        if (request.Range is { } range && request.Headers.GetValueOrDefault("if-range") == Tag)
        {
            int from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
            headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{Content.Length - 1}/{Content.Length}");
            return new Fault { Status = 206, Headers = headers, Body = Content[from..] };
        }

        return new Fault { Status = 200, Headers = headers, Body = [.. Content] };
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
