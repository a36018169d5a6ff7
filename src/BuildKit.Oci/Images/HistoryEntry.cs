namespace BuildKit.Oci.Images;

/// <summary>One line of an image's history (OCI image-spec, config.md, "history").</summary>
/// <param name="Created">When, in UTC; null where it is not known.</param>
/// <param name="CreatedBy">The step as it stands in the Buildfile.</param>
/// <param name="Comment">Free text, or null.</param>
/// <param name="EmptyLayer">True where the step gave no layer.</param>
public sealed record HistoryEntry(DateTimeOffset? Created, string? CreatedBy, string? Comment, bool EmptyLayer);
