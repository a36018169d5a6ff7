using System.Collections.Immutable;
using BuildKit.Graph;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine;

/// <summary>What to build, and from where.</summary>
public sealed record BuildRequest
{
    /// <summary>The evaluated Buildfile.</summary>
    public required BuildGraph Graph { get; init; }

    /// <summary>
    /// What was asked for; only the steps that these need are looked at. Images are assembled and tagged in this order, then tests run side by
    /// side; the image of each test is among the targets.
    /// </summary>
    public required ImmutableArray<Target> Targets { get; init; }

    /// <summary>The build context: an absolute folder.</summary>
    public required string ContextDirectory { get; init; }

    /// <summary>The Buildfile's folder, absolute; <c>Oci("path")</c> and <c>Secret.File("path")</c> are relative to it.</summary>
    public required string BuildfileDirectory { get; init; }

    /// <summary>
    /// The variables of the invoking process. Secrets, proxy settings and certificate settings are read from it when a step needs
    /// them; nothing else is, and none of it reaches a key or a layer.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether every step runs again whatever is known of it; what they give is kept as usual.</summary>
    public bool NoCache { get; init; }

    /// <summary>How the layers of steps are compressed; those of bases stay as they are.</summary>
    public LayerFormat LayerFormat { get; init; } = LayerFormat.Gzip;

    /// <summary>Whether a test runs again that is known to pass on the image.</summary>
    public bool RunPassedTests { get; init; }
}
