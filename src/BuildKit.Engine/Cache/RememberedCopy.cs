using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>What a planned Copy puts into its key.</summary>
/// <param name="Changes">The digest of the plan.</param>
/// <param name="IsEmpty">Whether it changes nothing.</param>
/// <param name="Owner">The owner that the step names, looked up in the parent; null where it names none.</param>
internal sealed record RememberedCopy(Digest Changes, bool IsEmpty, FileOwner? Owner);
