using System.Diagnostics.CodeAnalysis;
using BuildKit.Oci.Content;

namespace BuildKit.Oci.Images;

/// <summary>
/// A name of an image: <c>[host[:port]/]path[:tag][@digest]</c> (distribution reference grammar). There is no guessed host:
/// <see cref="Registry"/> is null where the text names none, and then only the local store can hold it.
/// </summary>
/// <param name="Registry">Host and port, or null for a local name. A first part is a host when it holds a dot or a colon or is <c>localhost</c>.</param>
/// <param name="Repository">The path, lower case, parts of at most 255 characters in all.</param>
/// <param name="Tag">The tag, or null where a digest stands alone or nothing was said.</param>
/// <param name="Digest">The digest, or null.</param>
public sealed record ImageReference(string? Registry, string Repository, string? Tag, Digest? Digest)
{
    /// <summary>The name without tag and digest.</summary>
    public string Name => Registry is null ? Repository : $"{Registry}/{Repository}";

    /// <summary>What to ask a repository for: the digest where there is one, else the tag, else <c>latest</c>.</summary>
    public string TagOrDigest => Digest?.ToString() ?? Tag ?? "latest";

    /// <summary>The canonical text, without an implied tag.</summary>
    public override string ToString() => Name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Reads a reference.</summary>
    /// <exception cref="FormatException">The text is none; the message says why.</exception>
    public static ImageReference Parse(string text) =>
        ReferenceGrammar.TryRead(text, out ImageReference? reference, out string? reason) ? reference : throw new FormatException(reason);

    /// <summary>Reads a reference; false where the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference) =>
        ReferenceGrammar.TryRead(text ?? "", out reference, out _);
}
