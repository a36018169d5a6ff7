using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Lock;

/// <summary>
/// <c>buildkit.lock</c>: which digest each base's name means, for each platform it was used on, each downloaded file, and what runs fetched (schemas/lock.schema.json). Immutable; its
/// text depends on its content only, so that it merges well and does not change without a reason.
/// </summary>
public sealed class LockFile
{
    /// <summary>The version of the format that is written; a newer one is refused.</summary>
    public const int FormatVersion = 1;

    /// <summary>Pins nothing.</summary>
    public static LockFile Empty { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, LockedImage>>(StringComparer.Ordinal));

    internal LockFile(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, LockedImage>> images) => Images = images;

    /// <summary>Reference text to platform text to digests, both in ordinal order.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, LockedImage>> Images { get; }

    /// <summary>URL as written to the SHA-256 of the file, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, Digest> Downloads { get; internal init; } = ImmutableSortedDictionary.Create<string, Digest>(StringComparer.Ordinal);

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
        return Copy(Images.SetItem(reference.ToString(), platforms.SetItem(platform.ToString(), image)), Downloads, Fetches);
    }

    /// <summary>With one URL pinned, in place of what it was before.</summary>
    public LockFile WithDownload(string url, Digest content) => Copy(Images, Downloads.SetItem(url, content), Fetches);

    /// <summary>With what was fetched, in place of what the same URLs gave before.</summary>
    public LockFile With(IEnumerable<KeyValuePair<string, Digest>> fetches) => Copy(Images, Downloads, Fetches.SetItems(fetches));

    private static LockFile Copy(
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, LockedImage>> images, ImmutableSortedDictionary<string, Digest> downloads, ImmutableSortedDictionary<string, Digest> fetches) =>
        new(images) { Downloads = downloads, Fetches = fetches };

    /// <summary>Reads the file's text; never throws.</summary>
    public static LockParseResult Parse(SourceText text) => new LockReader(text).Read();

    /// <summary>The file's text: sorted, two spaces deep, ending in a line feed.</summary>
    public string ToText() => LockWriter.Write(this);
}
