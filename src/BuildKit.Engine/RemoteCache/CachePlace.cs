using BuildKit.Oci.Content;

namespace BuildKit.Engine.RemoteCache;

/// <summary>Where a remote cache is: a repository, and the tag there that names it.</summary>
/// <param name="Repository">The repository; one of a registry, as a rule.</param>
/// <param name="Tag">The tag. To read from, also a digest.</param>
public sealed record CachePlace(IImageRepository Repository, string Tag)
{
    /// <summary>What messages and events call it.</summary>
    public string Name => $"{Repository.DisplayName}{(Digest.TryParse(Tag, out _) ? "@" : ":")}{Tag}";
}
