using System.Text.Json.Serialization;
using BuildKit.Delivery.Json;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Evidence;

/// <summary>What a statement is about (in-toto Statement v1, ResourceDescriptor).</summary>
/// <param name="Name">The image's name, or <c>release</c>; for people.</param>
/// <param name="Digest">What counts.</param>
public sealed record Subject(string Name, [property: JsonConverter(typeof(DigestSetConverter))] Digest Digest)
{
    /// <summary>The name of the subject that is a whole release. No image is called so: the release always comes first.</summary>
    public const string ReleaseName = "release";
}
