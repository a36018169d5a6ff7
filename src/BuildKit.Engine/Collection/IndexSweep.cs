using System.Text;
using BuildKit.Engine.Cache;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Collection;

/// <summary>Takes out of the index what a collection made meaningless: rows of layers and blobs that are gone, of folders that are gone, of older rules.</summary>
internal sealed class IndexSweep(LocalStore store)
{
    private static readonly string[] OfFolders = ["file:", "place:", CopyMemory.Prefix];

    /// <summary>Runs while nobody else has the store open, after the removal has been moved away.</summary>
    internal void Run(Removal removal)
    {
        new UsedBases(store).NoteRest(removal.UnnotedBases);
        var rows = new List<(string Space, byte[]? Key)>();
        foreach (string space in store.Index.Spaces())
        {
            if (FolderOf(space) is { } folder)
            {
                rows.AddRange(IsOver(folder, removal) ? [(space, null)] : []);
            }
            else if (space.StartsWith("copy:", StringComparison.Ordinal))
            {
                rows.Add((space, null));
            }
            else if (BlobMemory.IsOfBlobs(space))
            {
                rows.AddRange(store.Index.GetAll(space).Where(row => DescriptorFile.Parse(row.Value) is not (_, var blob) || !IsHere(blob.Digest)).Select(row => (space, (byte[]?)row.Key)));
            }
            else if (space is BlobMemory.Offered or UsedBases.Space or SizeMemory.Space)
            {
                rows.AddRange(store.Index.GetAll(space).Where(row => DigestOf(row.Key) is not { } digest || !IsWanted(space, digest, removal)).Select(row => (space, (byte[]?)row.Key)));
            }
        }

        store.Index.RemoveAll(rows);
        if (removal.Takes(CollectedKinds.Caches))
        {
            SizeMemory.ForgetCaches(store.Index);
        }
    }

    private static string? FolderOf(string space) => OfFolders.FirstOrDefault(prefix => space.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix ? space[prefix.Length..] : null;

    // A copy out of a stage has the digest of the stage's layers in the place of a folder, which no result names.
    private static bool IsOver(string folder, Removal removal) => Path.IsPathRooted(folder) ? !Directory.Exists(folder) : removal.Takes(CollectedKinds.Results);

    private static Digest? DigestOf(byte[] key) => Digest.TryParse(Encoding.ASCII.GetString(key), out Digest digest) ? digest : null;

    private bool IsWanted(string space, Digest digest, Removal removal) => space == UsedBases.Space ? IsHere(digest) : removal.Kept.HasLayer(digest);

    private bool IsHere(Digest blob) => File.Exists(store.Blobs.PathOf(blob));
}
