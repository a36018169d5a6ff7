using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>One event of a copy. Events come one at a time, from any thread.</summary>
/// <param name="Item">What it is about.</param>
/// <param name="State">What happened to it.</param>
/// <param name="ItemBytes">Bytes of the item that are at the destination.</param>
/// <param name="DoneBytes">Bytes of the whole closure that are at the destination, moved or not.</param>
/// <param name="TotalBytes">Bytes of the closure as far as it is known; grows while manifests are read.</param>
public sealed record CopyProgress(Descriptor Item, CopyState State, long ItemBytes, long DoneBytes, long TotalBytes);
