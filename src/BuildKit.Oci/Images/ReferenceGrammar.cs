using System.Diagnostics.CodeAnalysis;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>The distribution reference grammar, read by hand so that a wrong reference gets a reason.</summary>
internal static class ReferenceGrammar
{
    private const int MaxNameLength = 255;
    private const int MaxTagLength = 128;

    public static bool TryRead(string text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? reason)
    {
        reference = null;
        reason = null;
        string name = text;
        Digest? digest = null;
        int at = name.IndexOf('@');
        if (at >= 0)
        {
            if (!Digest.TryParse(name[(at + 1)..], out Digest parsed))
            {
                reason = $"'{text}' is not an image reference: '{name[(at + 1)..]}' is not a digest such as sha256:<64 hexadecimal digits>.";
                return false;
            }

            digest = parsed;
            name = name[..at];
        }

        string? tag = null;
        int colon = name.IndexOf(':', name.LastIndexOf('/') + 1);

        // "localhost:5000" alone is a repository and a tag, as every client reads it.
        if (colon >= 0)
        {
            tag = name[(colon + 1)..];
            name = name[..colon];
            if (!IsTag(tag))
            {
                reason = $"'{text}' is not an image reference: '{tag}' is not a tag (letters, digits, '_', '.', '-', not starting with '.' or '-', at most {MaxTagLength}).";
                return false;
            }
        }

        string? registry = null;
        int slash = name.IndexOf('/');
        if (slash > 0 && LooksLikeHost(name[..slash]))
        {
            registry = name[..slash];
            name = name[(slash + 1)..];
            if (!IsHost(registry))
            {
                reason = $"'{text}' is not an image reference: '{registry}' is not a host with an optional port.";
                return false;
            }
        }

        reason = WhyNotPath(name);
        if (reason is not null)
        {
            reason = $"'{text}' is not an image reference: {reason}";
            return false;
        }

        reference = new ImageReference(registry, name, tag, digest);
        return true;
    }

    private static bool LooksLikeHost(string part) => part.Contains('.') || part.Contains(':') || part == "localhost" || part.Any(char.IsAsciiLetterUpper);

    private static bool IsTag(string tag) =>
        tag.Length is > 0 and <= MaxTagLength && tag[0] is not ('.' or '-') && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsHost(string host)
    {
        string name = host;
        int colon = host.StartsWith('[') ? host.IndexOf(':', Math.Max(0, host.IndexOf(']'))) : host.IndexOf(':');
        if (colon >= 0)
        {
            string port = host[(colon + 1)..];
            name = host[..colon];
            if (port.Length is 0 or > 5 || !port.All(char.IsAsciiDigit))
            {
                return false;
            }
        }

        if (name.StartsWith('['))
        {
            return name.Length > 2 && name.EndsWith(']') && name[1..^1].All(c => char.IsAsciiHexDigit(c) || c is ':');
        }

        return name.Split('.').All(label =>
            label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    private static string? WhyNotPath(string path)
    {
        if (path.Length is 0)
        {
            return "the name is missing.";
        }

        if (path.Length > MaxNameLength)
        {
            return $"the name is longer than {MaxNameLength} characters.";
        }

        if (path.Any(char.IsAsciiLetterUpper))
        {
            return "a name is in lower case.";
        }

        string? wrong = path.Split('/').FirstOrDefault(part => !IsPathPart(part));
        return wrong is null ? null : $"'{wrong}' is not a part of a name (lower-case letters and digits, with '.', '_', '__' or dashes between them).";
    }

    private static bool IsPathPart(string part)
    {
        int run = 0;
        for (int i = 0; i < part.Length; i++)
        {
            char c = part[i];
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                run = 0;
                continue;
            }

            if (c is not ('.' or '_' or '-') || i == 0)
            {
                return false;
            }

            // One dot, one or two underscores, or any number of dashes stand between letters; kinds do not mix.
            run++;
            bool mixed = run > 1 && part[i - 1] != c;
            if (mixed || (c == '.' && run > 1) || (c == '_' && run > 2))
            {
                return false;
            }
        }

        return part.Length > 0 && run == 0;
    }
}
