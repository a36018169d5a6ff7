using BuildKit.Oci.Content;

namespace BuildKit.Cli.Progress;

/// <summary>An image that was given a name, sent to a registry or written to disk after a build.</summary>
/// <param name="Kind"><c>tagged</c>, <c>pushed</c> or <c>written</c>.</param>
/// <param name="Place">The name, reference or location.</param>
/// <param name="Digest">Of the manifest or index.</param>
/// <param name="MovedBytes">Bytes that were transferred.</param>
internal sealed record DeliveredImage(string Kind, string Place, Digest Digest, long MovedBytes);
