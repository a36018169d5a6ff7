using System.Globalization;
using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>The manifests of bases and the day on which a build last stood on them: a base that was pulled has no name.</summary>
internal sealed class UsedBases(LocalStore store)
{
    private const string Space = "base";

    /// <summary>Notes a use; writes at most once a day.</summary>
    internal void Note(Digest manifest)
    {
        byte[] today = Encoding.ASCII.GetBytes(DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (store.Index.Get(Space, manifest.ToString()) is not { } known || !known.AsSpan().SequenceEqual(today))
        {
            store.Index.Put(Space, manifest.ToString(), today);
        }
    }

    /// <summary>Those that are here, and the beginning of the day.</summary>
    internal IEnumerable<(Digest Manifest, DateTime LastUse)> All()
    {
        foreach ((byte[] key, byte[] value) in store.Index.GetAll(Space))
        {
            if (Digest.TryParse(Encoding.ASCII.GetString(key), out Digest manifest)
                && File.Exists(store.Blobs.PathOf(manifest))
                && DateTime.TryParseExact(
                    Encoding.ASCII.GetString(value), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day))
            {
                yield return (manifest, day);
            }
        }
    }
}
