using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Lock;

/// <summary>
/// <c>buildkit.lock</c>: which digest each base's name means, for each platform it was used on, each downloaded file, each branch and tag, and what runs fetched (schemas/lock.schema.json). Immutable; its
/// text depends on its content only, so that it merges well and does not change without a reason.
/// </summary>
public sealed class LockFile
{
    /// <summary>The version of the format that is written; a newer one is refused.</summary>
    public const int FormatVersion = 1;

    /// <summary>Pins nothing.</summary>
    public static LockFile Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, LockedImage>>(StringComparer.Ordinal));

    internal LockFile(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, LockedImage>> images) => Images = images;

    private LockFile(LockFile other, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, LockedImage>> images)
        : this(images) => (Downloads, Checkouts, Fetches) = (other.Downloads, other.Checkouts, other.Fetches);

    /// <summary>Reference text to platform text to digests, both in ordinal order.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, LockedImage>> Images { get; }

    /// <summary>URL as written to the SHA-256 of the file, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, Digest> Downloads { get; internal init; } = ImmutableSortedDictionary.Create<string, Digest>(StringComparer.Ordinal);

    /// <summary>URL of a repository as written to branch or tag to the commit's 40 hexadecimal digits, both in ordinal order.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Checkouts { get; internal init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal);

    /// <summary>URL to the digest of what was fetched from it by a run with a list of hosts, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, Digest> Fetches { get; internal init; } = ImmutableSortedDictionary.Create<string, Digest>(StringComparer.Ordinal);

    /// <summary>What a name is pinned to; null where it is not.</summary>
    public LockedImage? Find(ImageReference reference, Platform platform) =>
        Images.TryGetValue(reference.ToString(), out var platforms) && platforms.TryGetValue(platform.ToString(), out LockedImage? image) ? image : null;

    /// <summary>With one name pinned, in place of what it was before.</summary>
    public LockFile With(ImageReference reference, Platform platform, LockedImage image)
    {
        ImmutableSortedDictionary<string, LockedImage> platforms =
            Images.GetValueOrDefault(reference.ToString(), ImmutableSortedDictionary.Create<string, LockedImage>(StringComparer.Ordinal));
        return new LockFile(this, Images.SetItem(reference.ToString(), platforms.SetItem(platform.ToString(), image)));
    }

    /// <summary>With one URL pinned, in place of what it was before.</summary>
    public LockFile WithDownload(string url, Digest content) => new(this, Images) { Downloads = Downloads.SetItem(url, content) };

    /// <summary>What a branch or tag of a repository is pinned to; null where it is not.</summary>
    public string? FindCheckout(string url, string reference) =>
        Checkouts.TryGetValue(url, out var references) && references.TryGetValue(reference, out string? commit) ? commit : null;

    /// <summary>With one branch or tag of a repository pinned, in place of what it was before.</summary>
    public LockFile WithCheckout(string url, string reference, string commit)
    {
        ImmutableSortedDictionary<string, string> references = Checkouts.GetValueOrDefault(url, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
        return new LockFile(this, Images) { Checkouts = Checkouts.SetItem(url, references.SetItem(reference, commit)) };
    }

    /// <summary>With what was fetched, in place of what the same URLs gave before.</summary>
    public LockFile With(IEnumerable<KeyValuePair<string, Digest>> fetches) => new(this, Images) { Fetches = Fetches.SetItems(fetches) };

    /// <summary>Reads the file's text; never throws.</summary>
    public static LockParseResult Parse(SourceText text) => new LockReader(text).Read();

    /// <summary>The file's text: sorted, two spaces deep, ending in a line feed.</summary>
    public string ToText() => LockWriter.Write(this);
}
