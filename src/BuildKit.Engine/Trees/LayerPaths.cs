using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>Relations between paths that trees need.</summary>
internal static class LayerPaths
{
    /// <summary>Whether it lies below the folder, at any depth; not the folder itself.</summary>
    public static bool IsBelow(this LayerPath path, LayerPath folder) => path.IsAtOrBelow(folder) && path.Span.Length > folder.Span.Length;

    /// <summary>What follows the folder's path; the folder itself gives the root.</summary>
    public static LayerPath RelativeTo(this LayerPath path, LayerPath folder) =>
        folder.IsRoot ? path
        : path == folder ? LayerPath.Root
        : LayerPath.FromTrusted(path.Bytes.Memory[(folder.Span.Length + 1)..]);

    /// <summary>The path of several parts below a folder.</summary>
    public static LayerPath Join(this LayerPath folder, LayerPath rest) =>
        folder.IsRoot ? rest
        : rest.IsRoot ? folder
        : LayerPath.FromTrusted((byte[])[.. folder.Span, (byte)'/', .. rest.Span]);

    /// <summary>
    /// The path that a text means from a folder: <c>..</c> takes away the part before it and stops at the root, as Docker cleans a destination.
    /// </summary>
    public static LayerPath FromText(string path, LayerPath folder)
    {
        LayerPath result = path.StartsWith('/') ? LayerPath.Root : folder;
        foreach (string part in path.Split('/'))
        {
            result = part switch
            {
                "" or "." => result,
                ".." => result.Parent,
                _ => result.Append(System.Text.Encoding.UTF8.GetBytes(part)),
            };
        }

        return result;
    }
}
