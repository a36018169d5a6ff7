using BuildKit.Graph.Mounts;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>A run's mounts as key frames, in the order made: what the process can see of each, by identity.</summary>
internal static class MountFrames
{
    internal static KeyFrames Add(KeyFrames frames, IReadOnlyCollection<Mount> mounts, IReadOnlyList<Digest> binds)
    {
        int bind = 0;
        var texts = new List<string>(mounts.Count);
        foreach (Mount mount in mounts)
        {
            texts.Add(mount switch
            {
                BindMount => $"bind {binds[bind++]} {mount.Target}",
                CacheMount cache => $"cache {cache.Id.Length} {cache.Id} {mount.Target}",
                SecretMount secret => $"secret {secret.Secret.Id} {mount.Target}",
                SshMount ssh => $"ssh {ssh.Id} {mount.Target}",
                TmpfsMount => $"tmpfs {mount.Target}",
                _ => throw new InvalidOperationException($"There is no key frame for {mount.GetType().Name}."),
            });
        }

        if (bind != binds.Count)
        {
            throw new ArgumentException($"The run has {bind} bind mounts and {binds.Count} digests were given.", nameof(binds));
        }

        return frames.AddAll(KeyLabels.Mount, texts);
    }

    /// <summary>The secrets among a run's variables, by identity; no frame where there is none, as before there were any.</summary>
    internal static KeyFrames AddVariables(KeyFrames frames, IReadOnlyCollection<SecretVariable> variables) =>
        variables.Count == 0 ? frames : frames.AddAll(KeyLabels.Secret, [.. variables.Select(variable => $"{variable.Name}={variable.Secret.Id}")]);
}
