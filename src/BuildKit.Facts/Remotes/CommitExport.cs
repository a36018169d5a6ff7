using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using LibGit2Sharp;

namespace BuildKit.Facts.Remotes;

/// <summary>Reads all that a commit has. Bytes are those that Git keeps: no filter, line end or keyword of an attribute is applied.</summary>
internal sealed class CommitExport(Repository repository, string commit, string spool)
{
    // More than the largest repositories have; folders that hold themselves many times over, at no cost to who made them, come to more.
    private const int MostEntries = 1_000_000;
    private const int LongestPath = 4095;

    private readonly ImmutableArray<GitEntry>.Builder entries = ImmutableArray.CreateBuilder<GitEntry>();

    internal ImmutableArray<GitEntry> Run(string? subfolder, CancellationToken ct)
    {
        Commit found = repository.Lookup<Commit>(commit) ?? throw RemoteFailures.Damaged(repository.Info.Path, commit, "the commit is missing", null);
        var folders = new Stack<(Tree Tree, LayerPath Path)>();
        folders.Push((FolderOf(found, subfolder), LayerPath.Root));
        while (folders.TryPop(out (Tree Tree, LayerPath Path) folder))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (TreeEntry entry in folder.Tree)
            {
                ct.ThrowIfCancellationRequested();
                LayerPath path = PathOf(folder.Path, entry.Name);
                if (!names.Add(entry.Name))
                {
                    throw RemoteFailures.Refused(commit, $"the name '{path}' twice");
                }

                entries.Add(Read(entry, path));
                if (entry.Mode == Mode.Directory)
                {
                    folders.Push(((Tree)entry.Target, path));
                }
            }
        }

        return entries.DrainToImmutable();
    }

    private Tree FolderOf(Commit found, string? subfolder) => subfolder is null
        ? found.Tree
        : found[subfolder] is { TargetType: TreeEntryTargetType.Tree } entry ? (Tree)entry.Target : throw RemoteFailures.NoFolder(commit, subfolder);

    private GitEntry Read(TreeEntry entry, LayerPath path) => entry.Mode switch
    {
        Mode.Directory => new GitEntry(path, GitEntryKind.Folder),
        Mode.GitLink => new GitEntry(path, GitEntryKind.Submodule),
        Mode.SymbolicLink => new GitEntry(path, GitEntryKind.SymbolicLink) { LinkTarget = TargetOf((Blob)entry.Target, path) },
        Mode.ExecutableFile => Spool((Blob)entry.Target, new GitEntry(path, GitEntryKind.Executable)),
        _ => Spool((Blob)entry.Target, new GitEntry(path, GitEntryKind.File)),
    };

    private GitEntry Spool(Blob blob, GitEntry entry)
    {
        string name = entries.Count.ToString(CultureInfo.InvariantCulture);
        using var file = new FileStream(Path.Combine(spool, name), FileMode.CreateNew, FileAccess.Write);
        using var digesting = new DigestingStream(file, leaveOpen: true);
        using Stream content = blob.GetContentStream();
        content.CopyTo(digesting);
        return entry with { File = name, Size = digesting.Count, Content = digesting.GetDigest() };
    }

    private ByteString TargetOf(Blob blob, LayerPath path)
    {
        using var target = new MemoryStream();
        if (blob.Size is > 0 and <= LongestPath)
        {
            using Stream content = blob.GetContentStream();
            content.CopyTo(target);
        }

        byte[] bytes = target.ToArray();
        return bytes.Length > 0 && !bytes.Contains((byte)0) ? new ByteString(bytes) : throw RemoteFailures.Refused(commit, $"the link '{path}', whose target is no path");
    }

    private LayerPath PathOf(LayerPath folder, string name)
    {
        if (entries.Count == MostEntries)
        {
            throw RemoteFailures.Refused(commit, $"more than {MostEntries} names");
        }

        if (FileName.ProblemOf(name) is { } problem)
        {
            throw RemoteFailures.Refused(commit, $"a name in '{folder}' {problem}");
        }

        LayerPath path = folder.Append(Encoding.UTF8.GetBytes(name));
        return path.Span.Length <= LongestPath ? path : throw RemoteFailures.Refused(commit, $"a path of more than {LongestPath} bytes in '{folder.Parent}'");
    }
}
