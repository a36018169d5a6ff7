using System.Text;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Context;

/// <summary>
/// A digest of all that a walk over the context saw: two walks with the same one saw the same names, and files with the same content. It has
/// sizes, times and inodes of this machine in it, so it is no part of any key.
/// </summary>
internal static class ContextFingerprint
{
    /// <summary>The digest; null where a file was changed so shortly before the walk that a further change might not show.</summary>
    /// <param name="files">In the order of the walk.</param>
    /// <param name="start">When the walk began, in nanoseconds since 1970.</param>
    internal static Digest? Of(string root, IReadOnlyList<ContextFile> files, long start)
    {
        using var hash = new BufferedHash();
        hash.AddBytes(Encoding.UTF8.GetBytes(root));
        foreach (ContextFile file in files)
        {
            bool isFolder = file.Entry.Kind == TreeEntryKind.Directory;
            if (!isFolder && !SettledTime.IsSettled(file.Status, start))
            {
                return null;
            }

            hash.AddBytes(file.Entry.Path.Span);
            hash.AddByte((byte)file.Entry.Kind);
            hash.AddNumber((uint)file.Status.Mode);
            hash.AddNumber((uint)file.ErrorNumber);
            hash.AddBytes(file.Entry.LinkTarget.Span);

            // A folder's own times say nothing that its names do not.
            if (!isFolder)
            {
                hash.AddNumber(file.Status.Size);
                hash.AddNumber(file.Status.ModifyTime);
                hash.AddNumber(file.Status.ChangeTime);
                hash.AddNumber((long)file.Status.Inode);
                hash.AddNumber((long)file.Status.Node);
            }
        }

        return hash.Finish();
    }
}
