using System.Text;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.RemoteCache;

/// <summary>Sends the content of cache mounts to a remote cache. One that another build uses at the moment is left to that build.</summary>
/// <param name="warn">Hears of each that could not be sent.</param>
internal sealed class FolderExport(LocalStore store, CachePlace place, Action<BuildKitException> warn)
{
    private const int FastLevel = 3;

    /// <summary>How many bytes were sent.</summary>
    internal long MovedBytes { get; private set; }

    /// <summary>Sends the folders that the cache lacks, or has with another content; gives what it has then of these mounts, and of no others.</summary>
    internal async Task<IReadOnlyList<CacheFolder>> SendAsync(IEnumerable<TravellingFolder> wanted, IReadOnlyList<CacheFolder> known, CancellationToken ct)
    {
        var result = new List<CacheFolder>();
        foreach (TravellingFolder folder in wanted)
        {
            string name = Digest.Of(Encoding.UTF8.GetBytes(folder.Id)).Hex;
            foreach (string owner in OwnersIn(Path.Combine(store.Paths.Caches, name)))
            {
                CacheFolder? before = known.FirstOrDefault(there => there.Key == (folder.Id, owner));

                // Of other users' files an ordinary user sees nothing outside of a namespace; where a run used them, this is inside of one.
                if ((before is null || folder.IsUsed) && !UserNamespace.IsNeeded && await TrySendAsync(folder, name, owner, before, ct) is { } sent)
                {
                    result.Add(sent);
                }
            }
        }

        return result;
    }

    private static IEnumerable<string> OwnersIn(string place) => Directory.Exists(place)
        ? Directory.GetDirectories(place).Select(Path.GetFileName).OfType<string>().Where(IsOwner).Order(StringComparer.Ordinal)
        : [];

    // A further folder of a mount that is private is nobody else's.
    private static bool IsOwner(string name) => name.Split('-') is [var uid, var gid] && uint.TryParse(uid, out _) && uint.TryParse(gid, out _);

    private async Task<CacheFolder?> TrySendAsync(TravellingFolder folder, string name, string owner, CacheFolder? before, CancellationToken ct)
    {
        string path = Path.Combine(store.Paths.Caches, name, owner);
        using RangeLock? held = store.Locks.Try($"cache/{name}/{owner}", exclusive: true);
        if (held is null || !Directory.EnumerateFileSystemEntries(path).Any())
        {
            return null;
        }

        string temporary = store.Temporary.NewPath("folder");
        try
        {
            CacheFolder packed = await PackAsync(folder, owner, path, temporary, ct);
            if (packed.Content == before?.Content)
            {
                return null;
            }

            await using FileStream content = File.OpenRead(temporary);
            if (!await place.Repository.ExistsAsync(packed.Blob, ct))
            {
                await place.Repository.WriteAsync(packed.Blob, content, ct);
                MovedBytes += packed.Blob.Size;
            }

            return packed;
        }
        catch (BuildKitException failure) when (failure.Code is ExecutionErrorCodes.FolderNotSent or ExecutionErrorCodes.SecretMissing)
        {
            warn(failure.Code == ExecutionErrorCodes.FolderNotSent ? failure : NotSent(folder.Id, failure.Message, failure.Advice ?? "", failure));
            return null;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<CacheFolder> PackAsync(TravellingFolder folder, string owner, string path, string temporary, CancellationToken ct)
    {
        using var search = new SecretSearch(folder.SecretsOf());
        Digest content;
        await using (FileStream file = File.Create(temporary))
        await using (var compressor = new LayerCompressor(file, LayerFormat.Zstd(FastLevel)))
        {
            await using var searched = new SearchingStream(search, compressor);
            content = await FolderArchive.WriteAsync(path, searched, ct);
            await compressor.CompleteAsync(ct);
        }

        if (search.Found is { } secret)
        {
            throw NotSent(folder.Id, $"it holds the secret {secret}", "Let the command keep the secret elsewhere, or take travel away.", null);
        }

        await using FileStream packed = File.OpenRead(temporary);
        return new CacheFolder(folder.Id, owner, content, new Descriptor(CacheTypes.Folder, await DigestOf(packed, ct), packed.Length));
    }

    private static async Task<Digest> DigestOf(Stream stream, CancellationToken ct) =>
        Digest.FromSha256(await System.Security.Cryptography.SHA256.HashDataAsync(stream, ct));

    private static BuildKitException NotSent(string id, string why, string advice, Exception? cause) => new(
        ExecutionErrorCodes.FolderNotSent, $"The cache mount '{id}' was not added to the remote cache: {why.TrimEnd('.')}.", advice, cause);
}
