using BuildKit.Engine.Snapshots;

namespace BuildKit.Engine.RemoteCache;

/// <summary>A cache mount whose content is to be in a remote cache.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsUsed">Whether a run of this build had it, so that it may hold something else than it did.</param>
/// <param name="SecretsOf">What may not be in it; throws where a secret cannot be had.</param>
internal sealed record TravellingFolder(string Id, bool IsUsed, Func<SecretPatterns> SecretsOf);
