using System.Globalization;
using System.Text;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>The manifests of bases, and files that were downloaded, with the day on which a build last took them: what was pulled or downloaded has no name.</summary>
internal sealed class UsedBases(LocalStore store)
{
    internal const string Space = "base";

    private const string MadeSpace = "made";

    /// <summary>Notes a use; writes at most once a day.</summary>
    internal void Note(Digest manifest)
    {
        byte[] today = Encoding.ASCII.GetBytes(DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (store.Index.Get(Space, manifest.ToString()) is not { } known || !known.AsSpan().SequenceEqual(today))
        {
            store.Index.Put(Space, manifest.ToString(), today);
        }
    }

    /// <summary>
    /// The time since which every use was noted: that at which the index was made, and the beginning of time once a collection has noted the bases from before it. The end of
    /// time in an index of a version that noted none.
    /// </summary>
    internal DateTime Since => store.Index.Get(MadeSpace, "") is { } made
        && DateTime.TryParse(Encoding.ASCII.GetString(made), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : DateTime.MaxValue;

    /// <summary>Notes bases of which no use was ever noted; with these, all uses are.</summary>
    internal void NoteRest(IEnumerable<Digest> manifests)
    {
        if (Since > DateTime.MinValue)
        {
            manifests.ToList().ForEach(Note);
            store.Index.Put(MadeSpace, "", "0001-01-01T00:00:00Z"u8.ToArray());
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
