using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Evidence;

/// <summary>A param of the Buildfile that was given a value from outside.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The digest of the value's text in UTF-8. The value itself is not recorded: people give passwords in spite of <c>secret</c>.</param>
public sealed record SourceParameter(string Name, Digest Value);
