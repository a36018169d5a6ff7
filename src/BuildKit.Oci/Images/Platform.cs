namespace BuildKit.Oci.Images;

/// <summary>What an image runs on, in Go's names: <c>linux/amd64</c>, <c>linux/arm64/v8</c> (OCI image-spec, image-index.md, "platform").</summary>
public sealed record Platform(string Os, string Architecture, string? Variant = null)
{
    /// <summary><c>os/architecture[/variant]</c>.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    /// <summary>Reads <c>os/architecture[/variant]</c>.</summary>
    /// <exception cref="FormatException">There are fewer than two or more than three parts, or an empty one.</exception>
    public static Platform Parse(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length is < 2 or > 3 || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw new FormatException($"'{text}' is not a platform such as linux/amd64.");
        }

        return new Platform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null);
    }
}
