using System.Collections.Immutable;
using System.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Environments;

/// <summary>The identity of an environment's gates, which each record names: a gate that was dropped shows.</summary>
public static class GatePolicy
{
    /// <summary>The digest of the gates, a line each in ordinal order; null where there are none.</summary>
    public static Digest? DigestOf(ImmutableArray<Gate> gates) => gates.IsEmpty
        ? null
        : Digest.Of(Encoding.UTF8.GetBytes(string.Concat(gates.Select(Line).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))));

    private static string Line(Gate gate) => gate switch
    {
        PassedGate passed => $"passed {passed.Test} of {passed.Image}\n",
        CleanSourceGate => "clean source\n",
        BranchGate branch => $"branch {string.Join(' ', branch.Patterns)}\n",
        _ => throw new InvalidOperationException($"An unknown gate: {gate.GetType().Name}"),
    };
}
