using System.Collections.Immutable;
using BuildKit.Graph.Keys;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Environments;

/// <summary>The identity of an environment's gates, which each record names: a gate that was dropped shows.</summary>
public static class GatePolicy
{
    /// <summary>It changes when the meaning of a frame does.</summary>
    private const string FormatVersion = "1";

    /// <summary>The digest of the gates, whatever their order; null where there are none.</summary>
    public static Digest? DigestOf(ImmutableArray<Gate> gates) => gates.IsEmpty
        ? null
        : new KeyFrames()
            .Add(KeyLabels.Format, FormatVersion)
            .AddAll("gate", [.. gates.Select(gate => Frames(gate).ToDigest().ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
            .ToDigest();

    private static KeyFrames Frames(Gate gate) => gate switch
    {
        PassedGate passed => new KeyFrames().Add(KeyLabels.Kind, "passed").Add("test", passed.Test).Add("image", passed.Image).Add("definition", passed.Definition),
        CleanSourceGate => new KeyFrames().Add(KeyLabels.Kind, "clean source"),
        BranchGate branch => new KeyFrames().Add(KeyLabels.Kind, "branch").AddAll(KeyLabels.Pattern, branch.Patterns),
        _ => throw new InvalidOperationException($"An unknown gate: {gate.GetType().Name}"),
    };
}
