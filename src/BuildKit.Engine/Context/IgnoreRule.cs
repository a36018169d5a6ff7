using BuildKit.Engine.Files;

namespace BuildKit.Engine.Context;

/// <summary>One line of an ignore file.</summary>
/// <param name="IsInclusion">A line with <c>!</c>, which takes back what an earlier line left out.</param>
/// <param name="FoldersOnly">A git pattern with a trailing slash.</param>
internal sealed record IgnoreRule(GlobPattern Pattern, bool IsInclusion, bool FoldersOnly);
