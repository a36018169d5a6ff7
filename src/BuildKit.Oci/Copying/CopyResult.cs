using BuildKit.Oci.Images;

namespace BuildKit.Oci.Copying;

/// <summary>What a copy did.</summary>
/// <param name="Root">What is now at the destination: the root that was given, or the manifest for the wanted platform.</param>
/// <param name="MovedBytes">Bytes that were transferred.</param>
/// <param name="MovedCount">Blobs and manifests that were transferred.</param>
/// <param name="TakenCount">Blobs that the destination took from a repository near it.</param>
/// <param name="ExistedCount">Blobs and manifests that were there before.</param>
public sealed record CopyResult(Descriptor Root, long MovedBytes, int MovedCount, int TakenCount, int ExistedCount);
