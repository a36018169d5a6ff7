using System.Collections.Immutable;

namespace BuildKit.Graph.Facts;

/// <summary>A .NET project and the properties that it is evaluated with.</summary>
/// <param name="Path">The project file, relative to the context, with <c>/</c>.</param>
/// <param name="Properties">Global properties, such as <c>Configuration</c>; by name, in ordinal order.</param>
public sealed record ProjectQuery(string Path, ImmutableSortedDictionary<string, string> Properties);
