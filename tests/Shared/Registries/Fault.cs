namespace BuildKit.Tests.Registries;

/// <summary>What a <see cref="FaultServer"/> does in the place of, or with, the real answer.</summary>
public sealed record Fault
{
    /// <summary>Answers by itself with this status.</summary>
    public int? Status { get; init; }

    /// <summary>Headers of an answer of its own.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The body of an answer of its own.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Cuts the connection after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Sends so many bytes of the body and then nothing more, without closing.</summary>
    public int? StallAfter { get; init; }

    /// <summary>Changes one byte of the body.</summary>
    public bool FlipByte { get; init; }

    /// <summary>Changes a header of the real answer; an empty value takes it away.</summary>
    public Dictionary<string, string> Replace { get; init; } = [];

    /// <summary>Cuts the connection before the body of the request is read.</summary>
    public bool CutRequest { get; init; }

    /// <summary>Answers a request for a part with the whole.</summary>
    public bool IgnoreRange { get; init; }

    public static Fault Answer(int status, string body = "", params (string Name, string Value)[] headers) => new()
    {
        Status = status,
        Body = System.Text.Encoding.UTF8.GetBytes(body),
        Headers = headers.ToDictionary(header => header.Name, header => header.Value),
    };
}
