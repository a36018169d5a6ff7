using System.Security.Cryptography;
using System.Text;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Publishing;

/// <summary>What a program left in folders, as changes of a tree: all of it, root's, with the modes that files of a context get.</summary>
internal static class PublishedFiles
{
    private const int FileMode = 0x1A4;
    private const int ProgramMode = 0x1ED;
    private const int OwnerMayRun = 0x40;

    /// <summary>Reads the folders; one that is not there is left out.</summary>
    /// <param name="root">The folder that stands for the tree's root.</param>
    internal static ChangeSet Of(string root, IEnumerable<LayerPath> folders, MergedTree parent)
    {
        var builder = new ChangeSetBuilder(parent, FileOwner.Root);
        foreach (LayerPath folder in folders)
        {
            if (Directory.Exists(Path.Combine(root, Encoding.UTF8.GetString(folder.Span))))
            {
                Add(builder, root, folder);
            }
        }

        return builder.Build();
    }

    private static void Add(ChangeSetBuilder builder, string root, LayerPath folder)
    {
        _ = builder.Folder(folder, null);
        foreach (FileSystemInfo info in new DirectoryInfo(Path.Combine(root, Encoding.UTF8.GetString(folder.Span))).EnumerateFileSystemInfos())
        {
            LayerPath path = folder.Join(LayerPath.Parse(info.Name));
            if (info.LinkTarget is { } target)
            {
                builder.Place(path, new TreeEntry { Path = path, Kind = TreeEntryKind.SymbolicLink, Mode = 0x1FF, LinkTarget = ByteString.FromText(target) }, null, null);
            }
            else if (info is FileInfo file)
            {
                builder.Place(path, Entry(file, path), new ContextContent(root, path), null);
            }
            else
            {
                Add(builder, root, path);
            }
        }
    }

    private static TreeEntry Entry(FileInfo file, LayerPath path)
    {
        using FileStream content = file.OpenRead();
        bool isProgram = !OperatingSystem.IsWindows() && ((int)file.UnixFileMode & OwnerMayRun) != 0;
        return new TreeEntry
        {
            Path = path,
            Kind = TreeEntryKind.File,
            Mode = isProgram ? ProgramMode : FileMode,
            Size = file.Length,
            Content = Digest.FromSha256(SHA256.HashData(content)),
        };
    }
}
