using System.Globalization;
using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>The sizes of unpacked layers and of all cache mounts in the store's index, so that a build need not read the store to know how large it is.</summary>
internal static class SizeMemory
{
    /// <summary>By diff id: the bytes, and <c>made</c> or <c>unpacked</c>.</summary>
    internal const string Space = "size";

    private const string CachesSpace = "size:caches";
    private const string Made = "made";

    internal static Dictionary<Digest, LayerSize> Read(StoreIndex index)
    {
        var sizes = new Dictionary<Digest, LayerSize>();
        foreach ((byte[] key, byte[] value) in index.GetAll(Space))
        {
            if (Digest.TryParse(Encoding.ASCII.GetString(key), out Digest diffId)
                && Encoding.ASCII.GetString(value).Split(' ') is [var bytes, var origin]
                && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            {
                sizes[diffId] = new LayerSize(size, origin == Made);
            }
        }

        return sizes;
    }

    internal static void Keep(StoreIndex index, IEnumerable<KeyValuePair<Digest, LayerSize>> sizes) => index.PutAll(
        Space, [.. sizes.Select(size => new KeyValuePair<byte[], byte[]>(
            Encoding.ASCII.GetBytes(size.Key.ToString()), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size.Value.Bytes} {(size.Value.IsMadeHere ? Made : "unpacked")}"))))]);

    /// <summary>All cache mounts together, measured once a day: there may be hundreds of thousands of files in them.</summary>
    internal static long OfCaches(StoreIndex index, Func<long> measure)
    {
        string today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (index.Get(CachesSpace, "") is { } known
            && Encoding.ASCII.GetString(known).Split(' ') is [var bytes, var day] && day == today
            && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long size))
        {
            return size;
        }

        size = measure();
        index.Put(CachesSpace, "", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size} {today}")));
        return size;
    }

    /// <summary>Lets the cache mounts be measured again: some of them are gone.</summary>
    internal static void ForgetCaches(StoreIndex index) => index.RemoveAll([(CachesSpace, null)]);
}
