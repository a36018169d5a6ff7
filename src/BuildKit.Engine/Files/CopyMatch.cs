using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Files;

/// <summary>A name that a pattern of a Copy selected.</summary>
/// <param name="Top">The file, link or folder.</param>
/// <param name="Below">For a folder, what is in it less what is excluded, in byte order.</param>
internal sealed record CopyMatch(TreeEntry Top, IReadOnlyList<TreeEntry> Below);
