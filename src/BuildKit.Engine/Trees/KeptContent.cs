using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>Which files' content an index keeps: the user database, wherever a link to it may lead, such as to <c>/nix/store/HASH-passwd</c>.</summary>
internal static class KeptContent
{
    private const long MaxSize = 1024 * 1024;

    /// <summary>Whether the content of a regular file is kept.</summary>
    public static bool Includes(LayerPath path, long size) =>
        size <= MaxSize && (path.Name.Span.EndsWith("passwd"u8) || path.Name.Span.EndsWith("group"u8));
}
