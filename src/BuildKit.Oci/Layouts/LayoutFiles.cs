using System.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Layouts;

/// <summary>The fixed files of a layout (OCI image-spec, image-layout.md).</summary>
internal static class LayoutFiles
{
    public const string Marker = "oci-layout";

    public const string Index = "index.json";

    public static byte[] MarkerContent => Encoding.UTF8.GetBytes("{\"imageLayoutVersion\":\"1.0.0\"}");

    public static ImageIndex EmptyIndex => new(MediaTypes.OciIndex, []);

    /// <summary>Checks the marker's content; throws BK5031 for a version that is not 1.</summary>
    public static void CheckMarker(ReadOnlyMemory<byte> content, string where)
    {
        JsonFields fields = JsonFields.Parse(content, where);
        if (!fields.RequiredString("imageLayoutVersion").StartsWith("1.", StringComparison.Ordinal))
        {
            throw fields.Invalid("imageLayoutVersion", "is not 1");
        }
    }

    public static BuildKitException Missing(string path, string expected) => new(
        OciErrorCodes.LayoutMissing, $"'{path}' is {expected}.", "Check the path and the form (oci:, oci-archive:, docker-archive:, dir:).");
}
