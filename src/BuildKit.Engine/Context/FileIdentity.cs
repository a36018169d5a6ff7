using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>What a file's digest is remembered by: when all of it is the same, so are the bytes.</summary>
/// <param name="Root">The context's folder, absolute.</param>
/// <param name="Path">The file, from that folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifyTime">Nanoseconds since 1970.</param>
/// <param name="ChangeTime">Nanoseconds since 1970, of the inode.</param>
/// <param name="Inode">The inode's number.</param>
public readonly record struct FileIdentity(string Root, LayerPath Path, long Size, long ModifyTime, long ChangeTime, ulong Inode);
