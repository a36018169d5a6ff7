using System.Text;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Publishing;

/// <summary>Writes the files of a step's result into a folder of the invoking user, for a program that runs in no container.</summary>
internal sealed class TreeFiles(SnapshotStore snapshots, StepResult result)
{
    /// <summary>Makes the folder; names, content, links and whether a file is a program are as in the tree, owners and times are not.</summary>
    internal async Task WriteAsync(string folder, CancellationToken ct)
    {
        _ = Directory.CreateDirectory(folder);
        foreach (TreeEntry entry in result.Tree.Enumerate(LayerPath.Root))
        {
            string path = Path.Combine(folder, Encoding.UTF8.GetString(entry.Path.Span));
            switch (entry.Kind)
            {
                case TreeEntryKind.Directory:
                    _ = Directory.CreateDirectory(path);
                    break;
                case TreeEntryKind.SymbolicLink:
                    _ = File.CreateSymbolicLink(path, Encoding.UTF8.GetString(entry.LinkTarget.Span));
                    break;
                case TreeEntryKind.File:
                    await CopyAsync(entry, path, ct);
                    break;
            }
        }
    }

    private async Task CopyAsync(TreeEntry entry, string path, CancellationToken ct)
    {
        await using Stream content = snapshots.OpenFile(result.Tree, result.DiffIds, entry.Path);
        await using FileStream file = File.Create(path);
        await content.CopyToAsync(file, ct);
        if (!OperatingSystem.IsWindows() && (entry.Mode & 0x40) != 0)
        {
            File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)0x1ED);
        }
    }
}
