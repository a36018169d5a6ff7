namespace BuildKit.DotNet;

/// <summary>Which projects of a closure a build of each reads files of, by project file; in ordinal order.</summary>
/// <param name="All">Those that it refers to, and those in whose folders it links or imports a file.</param>
/// <param name="Assemblies">Those of them of which it reads nothing but the assembly.</param>
internal sealed record ProjectReferences(Dictionary<string, string[]> All, Dictionary<string, string[]> Assemblies);
