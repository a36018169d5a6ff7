using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Files;

/// <summary>One planned entry.</summary>
/// <param name="Entry">The entry with its path in the image; a whiteout to delete one.</param>
/// <param name="Content">Where a regular file's bytes come from; null for everything else.</param>
public sealed record PlannedChange(TreeEntry Entry, PlannedContent? Content);
