using System.Collections.Immutable;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>Turns an upper directory into a layer folder in place, so that what is on disk is what unpacking the layer's tar would give.</summary>
internal sealed class UpperCommit : IDisposable
{
    // Sockets there were for the run alone.
    private static readonly LayerPath Temporary = LayerPath.Parse("tmp");

    private readonly FolderHandles folders;

    public UpperCommit(string upper) => folders = new FolderHandles(Posix.OpenDirectory(upper));

    /// <summary>Compares, normalises and hashes; null where nothing is left of the changes.</summary>
    /// <exception cref="BuildKitException">A secret is in the changes (BK4140), or the disk failed.</exception>
    public async Task<HashedLayer?> RunAsync(MergedTree parent, ImmutableArray<LayerPath> stubs, SecretPatterns secrets, CancellationToken ct)
    {
        var scan = new UpperScan();
        UpperNode root = scan.Scan(folders.Root);
        var comparison = new UpperComparison(parent, stubs, HashFile);
        comparison.Compare(root, scan.Sockets);
        if (comparison.Kept.Count == 0)
        {
            return null;
        }

        Dictionary<LayerPath, UpperNode> nodes = [];
        Collect(root, nodes);
        Apply(comparison, nodes);
        TreeEntry[] entries = [.. HardLinkNames.Resolve(comparison.Kept)];
        Array.Sort(entries, static (left, right) => left.Path.CompareTo(right.Path));
        SetTimes(entries, nodes);
        ImmutableArray<string> notes = [.. scan.Sockets.Where(socket => !socket.Path.IsBelow(Temporary)).Select(socket => $"Left out the socket '{socket.Path}'.")];
        return await LayerHasher.HashAsync(entries, entry => OpenContent(entry.Path), secrets, notes, ct).ConfigureAwait(false);
    }

    public void Dispose() => folders.Dispose();

    private static void Collect(UpperNode node, Dictionary<LayerPath, UpperNode> nodes)
    {
        nodes[node.Path] = node;
        foreach (UpperNode child in node.Children)
        {
            Collect(child, nodes);
        }
    }

    private void Apply(UpperComparison comparison, Dictionary<LayerPath, UpperNode> nodes)
    {
        foreach (UpperNode node in comparison.Dropped)
        {
            SafeFileHandle folder = folders.Get(node.Path.Parent);
            if (PosixNames.TryRemove(folder, node.Path.Name.Span, node.IsFolder) is int errno and not 0)
            {
                throw DiskFailure.Create(errno, "remove", node.Path.Span, folders.Root);
            }

            if (node.IsFolder)
            {
                folders.Forget();
            }
        }

        HashSet<LayerPath> gone = [.. comparison.Dropped.Select(node => node.Path)];
        foreach (UpperNode node in nodes.Values.Where(node => node.Hidden.Count > 0 && !gone.Contains(node.Path)))
        {
            foreach (string attribute in node.Hidden)
            {
                PosixAttributes.Remove(folders.Get(node.Path.Parent), node.Path.Name.Span, System.Text.Encoding.UTF8.GetBytes(attribute));
            }
        }

        foreach (LayerPath path in comparison.AddedWhiteouts)
        {
            const uint CharacterType = 0x2000;
            if (PosixNames.MakeNode(folders.Get(path.Parent), path.Name.Span, CharacterType, 0, 0) is int errno and not 0)
            {
                throw DiskFailure.Create(errno, "create a whiteout at", path.Span, folders.Root);
            }
        }
    }

    private void SetTimes(TreeEntry[] entries, Dictionary<LayerPath, UpperNode> nodes)
    {
        foreach (TreeEntry entry in entries)
        {
            bool isAsWanted = entry.Kind != TreeEntryKind.Directory && nodes.TryGetValue(entry.Path, out UpperNode? node)
                && node.Status.ModifySeconds == entry.ModificationTime && node.Status.ModifyNanoseconds == 0;
            if (!isAsWanted && !entry.Path.IsRoot)
            {
                PosixNames.SetTime(folders.Get(entry.Path.Parent), entry.Path.Name.Span, entry.ModificationTime);
            }
        }

        PosixFile.SetTime(folders.Root, LayerEntry.FixedTime, "the root"u8);
    }

    private Digest HashFile(LayerPath path)
    {
        using var content = new HashingStream(OpenContent(path));
        content.CopyTo(Stream.Null, 256 * 1024);
        return content.Finish();
    }

    private FileContentStream OpenContent(LayerPath path) => new(
        folders.TryOpenFile(path, out int errno) ?? throw DiskFailure.Create(errno, "open", path.Span, folders.Root), path.Span.ToArray());
}
