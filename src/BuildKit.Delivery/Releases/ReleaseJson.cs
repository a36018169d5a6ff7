using System.Collections.Immutable;
using BuildKit.Delivery.Json;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Releases;

/// <summary>Reads and writes a release's document.</summary>
internal static class ReleaseJson
{
    public static byte[] Write(ImmutableArray<ReleaseImage> images) => DeliveryJson.Write(
        new ReleaseDocument([.. images.Select(image => new ReleaseImageDocument(image.Name, image.Image.MediaType, image.Image.Digest, image.Image.Size))]),
        DeliveryJson.Context.ReleaseDocument);

    public static IEnumerable<ReleaseImage> Read(byte[] document, string where) =>
        DeliveryJson.Read(document, DeliveryJson.Context.ReleaseDocument, DeliveryErrorCodes.ReleaseInvalid, where)
            .Images.Select(image => new ReleaseImage(image.Name, new Descriptor(image.MediaType, image.Digest, image.Size)));
}
