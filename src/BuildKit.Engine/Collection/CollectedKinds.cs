namespace BuildKit.Engine.Collection;

/// <summary>The names of what is collected, in the order of removal: what points at something goes before what it points at.</summary>
internal static class CollectedKinds
{
    internal const string Results = "results";
    internal const string Passes = "passes";
    internal const string Builds = "builds";
    internal const string Bases = "bases";
    internal const string Layers = "layers";
    internal const string Referrers = "referrers";
    internal const string Blobs = "blobs";
    internal const string Caches = "caches";
    internal const string Checkouts = "checkouts";

    internal static string[] InOrder { get; } = [Results, Passes, Builds, Bases, Layers, Referrers, Blobs, Caches, Checkouts];
}
