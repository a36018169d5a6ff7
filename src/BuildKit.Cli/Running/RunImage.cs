using BuildKit.Oci.Images;

namespace BuildKit.Cli.Running;

/// <summary>The image that <c>buildkit run</c> was asked for.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Root">Its manifest or index, which is in the store.</param>
internal sealed record RunImage(string Name, Descriptor Root);
