using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary><c>os/architecture[/variant]</c> in Go's names.</summary>
internal static class PlatformText
{
    internal static bool TryParse(string text, out Platform? platform, out string? suggestion)
    {
        platform = null;
        suggestion = null;
        string[] parts = text.Split('/');
        if (parts.Length is < 2 or > 3 || !parts.All(IsPart))
        {
            return false;
        }

        string? architecture = parts[1] switch
        {
            "x86_64" or "x64" => "amd64",
            "aarch64" => "arm64",
            "i386" or "x86" => "386",
            _ => null,
        };
        if (architecture is not null)
        {
            suggestion = $"{parts[0]}/{architecture}";
            return false;
        }

        platform = new Platform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null);
        return true;
    }

    private static bool IsPart(string part) => part.Length > 0 && !part.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_.-");
}
