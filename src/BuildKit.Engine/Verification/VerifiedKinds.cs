namespace BuildKit.Engine.Verification;

/// <summary>The names of what is verified, in the order in which it is told.</summary>
internal static class VerifiedKinds
{
    internal const string Index = "index";
    internal const string Blobs = "blobs";
    internal const string Layers = "layers";
    internal const string Results = "results";
    internal const string Passes = "passes";
    internal const string Names = "names";
    internal const string Referrers = "referrers";

    /// <summary>In which order a repair takes them away: what points at something goes before what it points at.</summary>
    internal static string[] InOrderOfRemoval { get; } = [Results, Passes, Names, Referrers, Layers, Blobs];
}
