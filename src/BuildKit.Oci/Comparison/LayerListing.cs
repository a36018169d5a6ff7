using System.Globalization;
using System.Security.Cryptography;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Comparison;

/// <summary>What a layer says of each of its paths, as text.</summary>
internal sealed class LayerListing
{
    /// <summary>The attribute that every path has.</summary>
    public const string Type = "type";

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly Dictionary<LayerPath, Dictionary<string, string>> entries = [];

    private LayerListing()
    {
    }

    public IEnumerable<LayerPath> Paths => entries.Keys;

    /// <summary>Reads a layer to its end.</summary>
    /// <exception cref="BuildKitException">The blob is missing, or is no layer.</exception>
    public static async Task<LayerListing> ReadAsync(IContentStore store, Layer layer, CancellationToken ct)
    {
        var listing = new LayerListing();
        await using Stream blob = await store.OpenReadAsync(layer.Blob, ct).ConfigureAwait(false);
        await using Stream tar = LayerCompression.OpenDecompressed(blob, maxSize: null);
        var reader = new LayerReader(tar, $"layer {layer.DiffId}", LayerReaderOptions.Layer);
        while (await reader.ReadAsync(ct).ConfigureAwait(false) is { } entry)
        {
            if (entry.Kind == LayerEntryKind.OpaqueDirectory)
            {
                listing.Of(entry.Path)["opaque"] = "true";
                continue;
            }

            Dictionary<string, string> attributes = listing.Of(entry.Path);
            foreach ((string name, string value) in Describe(entry))
            {
                attributes[name] = value;
            }

            if (entry.Kind == LayerEntryKind.File)
            {
                attributes["content"] = Digest.FromSha256(await SHA256.HashDataAsync(reader.Content, ct).ConfigureAwait(false)).ToString();
            }
        }

        return listing;
    }

    /// <summary>By name; none where the layer does not have the path.</summary>
    public IReadOnlyDictionary<string, string> AttributesOf(LayerPath path) => entries.GetValueOrDefault(path, Nothing);

    private static IEnumerable<(string Name, string Value)> Describe(LayerEntry entry)
    {
        yield return (Type, TypeOf(entry.Kind));
        if (entry.Kind == LayerEntryKind.Whiteout)
        {
            yield break;
        }

        if (entry.Kind != LayerEntryKind.SymbolicLink)
        {
            yield return ("mode", "0" + Convert.ToString(entry.Mode, 8).PadLeft(3, '0'));
        }

        yield return ("owner", $"{entry.Uid}:{entry.Gid}");
        yield return ("mtime", TimeOf(entry.ModificationTime));
        switch (entry.Kind)
        {
            case LayerEntryKind.File:
                yield return ("size", entry.Size.ToString(CultureInfo.InvariantCulture));
                break;
            case LayerEntryKind.SymbolicLink:
                yield return ("link", entry.SymbolicLinkTarget.ToString());
                break;
            case LayerEntryKind.HardLink:
                yield return ("link", entry.HardLinkTarget.ToString());
                break;
            case LayerEntryKind.CharacterDevice or LayerEntryKind.BlockDevice:
                yield return ("device", $"{entry.DeviceMajor}:{entry.DeviceMinor}");
                break;
        }

        foreach (ExtendedAttribute attribute in entry.ExtendedAttributes)
        {
            yield return ($"xattr {attribute.Name}", attribute.Value.ToString());
        }
    }

    private static string TypeOf(LayerEntryKind kind) => kind switch
    {
        LayerEntryKind.File => "file",
        LayerEntryKind.Directory => "folder",
        LayerEntryKind.SymbolicLink => "link",
        LayerEntryKind.HardLink => "hard link",
        LayerEntryKind.CharacterDevice => "character device",
        LayerEntryKind.BlockDevice => "block device",
        LayerEntryKind.Fifo => "pipe",
        _ => "removal",
    };

    // Of a layer that another tool made, the time may be any number.
    private static string TimeOf(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : seconds.ToString(CultureInfo.InvariantCulture);

    private Dictionary<string, string> Of(LayerPath path)
    {
        if (!entries.TryGetValue(path, out Dictionary<string, string>? attributes))
        {
            entries[path] = attributes = new Dictionary<string, string>(StringComparer.Ordinal) { [Type] = TypeOf(LayerEntryKind.Directory) };
        }

        return attributes;
    }
}
