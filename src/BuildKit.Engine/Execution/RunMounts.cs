using System.Collections.Immutable;
using BuildKit.Engine.Files;
using BuildKit.Engine.RemoteCache;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Mounts;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>The mounts of one run while it runs: holds the locks of its cache folders, the files of its secrets and the way to its agent.</summary>
internal sealed class RunMounts : IDisposable
{
    private readonly List<IDisposable> held = [];
    private readonly List<SandboxMount> mounts = [];
    private readonly List<KnownSecret> secrets = [];
    private readonly List<SecretPattern> secretPatterns = [];
    private readonly List<EnvironmentVariable> variables = [];
    private SecretPatterns? compiled;
    private SecretFiles? files;

    private RunMounts()
    {
    }

    /// <summary>In the order made.</summary>
    internal ImmutableArray<SandboxMount> All => [.. mounts];

    /// <summary>The variables that have secrets in them, and that of the agent's socket.</summary>
    internal IReadOnlyList<EnvironmentVariable> Variables => variables;

    /// <summary>The folder in memory of this run alone; null where it has neither secrets nor an agent.</summary>
    internal string? PrivateFolder => files?.Folder;

    /// <summary>The secrets, which no output may show.</summary>
    internal IReadOnlyList<KnownSecret> Secrets => secrets;

    /// <summary>What of the secrets no layer may hold.</summary>
    internal SecretPatterns SecretPatterns => compiled ??= new SecretPatterns(secretPatterns);

    /// <summary>Makes ready what the mounts need.</summary>
    /// <param name="wanted">With absolute targets.</param>
    /// <param name="variables">The secrets among the run's variables.</param>
    /// <param name="remote">Where the content of cache mounts that travel comes from; null where none is brought.</param>
    /// <param name="binds">The planned files of each bind mount, in the order of the mounts.</param>
    internal static async Task<RunMounts> AcquireAsync(
        ImmutableArray<Mount> wanted, ImmutableArray<SecretVariable> variables, IReadOnlyList<ChangeSet> binds, ProcessUser user, LocalStore store, BuildRequest request,
        CacheSources? remote, CancellationToken ct)
    {
        var result = new RunMounts();
        try
        {
            // Locks are taken in the order of the ids, so that two runs never wait for each other in a circle; of several mounts of one cache the
            // one that locks it comes first, since the others then have its folder.
            var folders = new Dictionary<CacheMount, string>();
            var caches = new CacheFolders(store.Paths, store.Locks, store.Temporary, remote);
            foreach (CacheMount cache in wanted.OfType<CacheMount>().OrderBy(mount => mount.Id, StringComparer.Ordinal).ThenBy(mount => mount.Sharing != CacheSharing.Locked))
            {
                folders[cache] = await result.AcquireCacheAsync(caches, cache, user, folders, ct);
            }

            int bind = 0;
            foreach (Mount mount in wanted)
            {
                result.mounts.Add(mount switch
                {
                    CacheMount cache => new SandboxMount(cache.Target, folders[cache], ReadOnly: false),
                    SecretMount secret => new SandboxMount(secret.Target, result.WriteSecret(secret.Secret, user, store, request), ReadOnly: true),
                    SshMount ssh => new SandboxMount(ssh.Target, result.OpenAgent(ssh, user, store, request), ReadOnly: true),
                    TmpfsMount tmpfs => new SandboxMount(tmpfs.Target, null, ReadOnly: false, tmpfs.SizeBytes),
                    BindMount => new SandboxMount(mount.Target, await BindAsync(binds[bind++], store.Snapshots, ct), ReadOnly: true),
                    _ => throw new InvalidOperationException($"There is no mount for {mount.GetType().Name}."),
                });
            }

            foreach (SecretVariable variable in variables)
            {
                result.variables.Add(SecretVariables.Of(variable, result.ValueOf(variable.Secret, store, request)));
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Gives the locks up and removes the secrets.</summary>
    public void Dispose()
    {
        foreach (IDisposable item in Enumerable.Reverse(held))
        {
            item.Dispose();
        }

        held.Clear();
    }

    private async Task<string> AcquireCacheAsync(
        CacheFolders caches, CacheMount cache, ProcessUser user, Dictionary<CacheMount, string> taken, CancellationToken ct)
    {
        // One run may mount one cache at two places; it does not wait for itself.
        if (cache.Sharing != CacheSharing.Private && taken.FirstOrDefault(entry => entry.Key.Id == cache.Id).Value is { } folder)
        {
            return folder;
        }

        (string made, RangeLock locked) = await caches.AcquireAsync(cache, user, ct);
        held.Add(locked);
        return made;
    }

    private string WriteSecret(SecretSource secret, ProcessUser user, LocalStore store, BuildRequest request)
    {
        byte[] value = ValueOf(secret, store, request);
        return FilesOf(store).Write(value, user);
    }

    // From here on it may be shown nowhere.
    private byte[] ValueOf(SecretSource secret, LocalStore store, BuildRequest request)
    {
        byte[] value = SecretFiles.ValueOf(secret, request.Environment, request.BuildfileDirectory);
        secrets.Add(new KnownSecret(secret.Id, value));
        secretPatterns.AddRange(SecretPattern.Of(secret.Id, value));
        _ = FilesOf(store);
        return value;
    }

    private string OpenAgent(SshMount ssh, ProcessUser user, LocalStore store, BuildRequest request)
    {
        string path = Path.Combine(FilesOf(store).Folder, "agent");
        held.Add(SshRelay.Open(path, SshAgents.SocketOf(ssh.Id, request), user));
        variables.Add(new EnvironmentVariable(SshMount.Variable, ssh.Target));
        return path;
    }

    private SecretFiles FilesOf(LocalStore store)
    {
        if (files is null)
        {
            files = new SecretFiles(store.Locks);
            held.Add(files);
        }

        return files;
    }

    // What is bound is put in a layer folder of its own: it holds exactly the planned files, with the modes that the key knows.
    private static async Task<string> BindAsync(ChangeSet files, SnapshotStore snapshots, CancellationToken ct)
    {
        LayerCommit? commit = await snapshots.CommitAsync(files, ct);
        return commit is { DiffId: Digest layer }
            ? Path.Combine(snapshots.PathOf(layer), RunPlanner.BoundName)
            : throw new InvalidOperationException("A bind mount has at least its folder.");
    }
}
