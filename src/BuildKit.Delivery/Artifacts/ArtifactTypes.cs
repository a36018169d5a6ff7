namespace BuildKit.Delivery.Artifacts;

/// <summary>The media types of what this project writes into registries. They are fixed: a change makes everything written before invisible.</summary>
public static class ArtifactTypes
{
    /// <summary>A release, and its document.</summary>
    public const string Release = "application/vnd.buildkit.release.v1+json";

    /// <summary>The manifest that an environment's records refer to.</summary>
    public const string Environment = "application/vnd.buildkit.environment.v1+json";

    /// <summary>The record of a deployment, promotion or rollback.</summary>
    public const string Promotion = "application/vnd.buildkit.promotion.v1+json";

    /// <summary>The evidence of a passed test.</summary>
    public const string TestPass = "application/vnd.buildkit.test-pass.v1+json";

    /// <summary>The evidence of what a release was built from.</summary>
    public const string Source = "application/vnd.buildkit.source.v1+json";

    /// <summary>An in-toto Statement: the one layer of every piece of evidence.</summary>
    public const string Statement = "application/vnd.in-toto+json";
}
