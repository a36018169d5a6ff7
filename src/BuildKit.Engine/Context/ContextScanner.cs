using System.Runtime.InteropServices;
using System.Text;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Context;

/// <summary>
/// Walks a build context once: names and status, no file's content but the ignore file's. <c>.buildignore</c> counts, else
/// <c>.dockerignore</c>, else the <c>.gitignore</c> files by Git's rules. <c>.git</c> is left out unless a line <c>!.git</c> asks for it,
/// and so are folders with the name of those that reports of runs are put into.
/// </summary>
public sealed class ContextScanner
{
    private const int MaxIgnoreFile = 1024 * 1024;
    private const int MostAtOnce = 8;

    private readonly CancellationToken ct;
    private readonly bool keepsGit;
    private readonly FileStatus? store;

    // How many more folders may be walked beside the ones that are: most of a walk is system calls, which the cores share well.
    private int spare = Math.Min(Environment.ProcessorCount, MostAtOnce) - 1;
    private volatile string? source;

    private ContextScanner(bool keepsGit, FileStatus? store, CancellationToken ct) => (this.keepsGit, this.store, this.ct) = (keepsGit, store, ct);

    /// <summary>Walks the folder. What cannot be read or copied is an error only when a step selects it.</summary>
    /// <exception cref="BuildKitException">The folder itself cannot be read, or its ignore file is malformed.</exception>
    public static ContextTree Scan(string root, CancellationToken ct) => Scan(root, null, ct);

    /// <summary>As <see cref="Scan(string, CancellationToken)"/>, without the store where that lies in the context: it changes while it is read.</summary>
    public static ContextTree Scan(string root, string? store, CancellationToken ct)
    {
        string absolute = Path.GetFullPath(root);
        using SafeFileHandle folder =
            Posix.TryOpen(null, PathText.Bytes(absolute), OpenFlags.ReadOnly | OpenFlags.Directory, 0, out int errno)
            ?? throw new BuildKitException(
                ExecutionErrorCodes.ContextUnreadable, $"The build context '{absolute}' cannot be read: {Marshal.GetPInvokeErrorMessage(errno)}.", "Give another folder with --context.");
        long start = SettledTime.Now();
        (IIgnoreRules rules, bool keepsGit) = ReadRules(folder);
        var scanner = new ContextScanner(keepsGit, store is null ? null : Posix.TryStatus(null, PathText.Bytes(store)), ct) { source = rules.Source };
        var files = new List<ContextFile>();
        WalkedFolder walked = scanner.Walk(folder, LayerPath.Root, rules, isIgnored: false);

        // From here on this thread only waits, and another one may take its place.
        _ = Interlocked.Increment(ref scanner.spare);
        walked.AddTo(files);
        return new ContextTree(absolute, files, scanner.source, ContextFingerprint.Of(absolute, files, start));
    }

    private static (IIgnoreRules Rules, bool KeepsGit) ReadRules(SafeFileHandle root)
    {
        foreach (string name in (ReadOnlySpan<string>)[".buildignore", ".dockerignore"])
        {
            if (ReadText(root, Encoding.ASCII.GetBytes(name)) is { } text)
            {
                bool keepsGit = text.Split('\n').Any(line => line.Trim().TrimEnd('/') is "!.git" or "!/.git");
                return (new DockerIgnoreRules(name, text), keepsGit);
            }
        }

        return (new GitIgnoreRules(), false);
    }

    // Git follows no link here, and passes over what is no file.
    private static string? ReadGitIgnore(SafeFileHandle folder) =>
        Posix.TryStatus(folder, ".gitignore"u8) is { Kind: TreeEntryKind.File } ? ReadText(folder, ".gitignore"u8) : null;

    private static string? ReadText(SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        using SafeFileHandle? file = Posix.TryOpen(folder, name, OpenFlags.ReadOnly | OpenFlags.NonBlocking, 0, out int errno);
        if (file is null)
        {
            return errno == Errno.NoEntry ? null : throw DiskFailure.Create(errno, "read", name, folder);
        }

        FileStatus status = Posix.Status(file);
        if (status.Kind != TreeEntryKind.File || status.Size > MaxIgnoreFile)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.IgnorePatternInvalid, $"The ignore file '{PathText.Display(name)}' is no text file of at most 1 MiB.", "Replace it by a text file.");
        }

        var content = new byte[status.Size];
        int length = 0;
        int count;
        while (length < content.Length && (count = Posix.Read(file, content.AsSpan(length), name)) > 0)
        {
            length += count;
        }

        return Encoding.UTF8.GetString(content, 0, length);
    }

    /// <summary>What is in a folder. Folders in it may still be walked by other threads.</summary>
    private WalkedFolder Walk(SafeFileHandle folder, LayerPath path, IIgnoreRules outer, bool isIgnored)
    {
        ct.ThrowIfCancellationRequested();
        IIgnoreRules rules = outer.Enter(path, () => ReadGitIgnore(folder));
        if (rules != outer)
        {
            source = rules.Source;
        }

        var walked = new WalkedFolder();
        foreach (byte[] name in DirectoryReader.Names(folder, path.Span))
        {
            LayerPath child = path.Append(name);
            if (Posix.Status(folder, name, out FileStatus status) != 0)
            {
                // It went away between the listing and now.
                continue;
            }

            bool isFolder = status.Kind == TreeEntryKind.Directory;
            bool isChildIgnored = IsGit(name) || (isFolder && IsReports(name)) || rules.IsIgnored(child, isFolder, isIgnored);
            if (isFolder)
            {
                WalkFolder(folder, name, child, status, rules, isChildIgnored, walked);
            }
            else if (!isChildIgnored)
            {
                walked.Add(Describe(folder, name, child, status));
            }
        }

        return walked;
    }

    private void WalkFolder(
        SafeFileHandle parent, byte[] name, LayerPath path, FileStatus status, IIgnoreRules rules, bool isIgnored, WalkedFolder walked)
    {
        if (IsStore(status) || (isIgnored && (IsGit(name) || IsReports(name) || !rules.MayTakeBackBelow(path))))
        {
            return;
        }

        SafeFileHandle? folder = Posix.TryOpen(parent, name, OpenFlags.DirectoryNoFollow, 0, out int errno);
        var self = new ContextFile(Entry(path, status, default), status, errno);
        if (folder is null)
        {
            walked.Add(self, isIgnored, null);
        }
        else if (Interlocked.Decrement(ref spare) >= 0)
        {
            walked.Add(self, isIgnored, Task.Run(() => WalkAndClose(folder, path, rules, isIgnored, wasSpare: true), CancellationToken.None));
        }
        else
        {
            _ = Interlocked.Increment(ref spare);
            walked.Add(self, isIgnored, Task.FromResult(WalkAndClose(folder, path, rules, isIgnored, wasSpare: false)));
        }
    }

    private WalkedFolder WalkAndClose(SafeFileHandle folder, LayerPath path, IIgnoreRules rules, bool isIgnored, bool wasSpare)
    {
        using (folder)
        {
            WalkedFolder walked = Walk(folder, path, rules, isIgnored);
            if (wasSpare)
            {
                _ = Interlocked.Increment(ref spare);
            }

            return walked;
        }
    }

    private bool IsGit(ReadOnlySpan<byte> name) => !keepsGit && name.SequenceEqual(".git"u8);

    private static bool IsReports(ReadOnlySpan<byte> name) => name.SequenceEqual("buildkit-reports"u8);

    private bool IsStore(in FileStatus status) => store is { } known && known.Inode == status.Inode && known.Node == status.Node;

    private static ContextFile Describe(SafeFileHandle folder, byte[] name, LayerPath path, FileStatus status)
    {
        int errno = 0;
        byte[]? target = status.Kind == TreeEntryKind.SymbolicLink ? PosixNames.TryReadLink(folder, name, out errno) : null;
        return new ContextFile(Entry(path, status, target is null ? default : new ByteString(target)), status, errno);
    }

    private static TreeEntry Entry(LayerPath path, FileStatus status, ByteString target) => new()
    {
        Path = path,
        Kind = status.Kind,
        Mode = status.Mode,
        Size = status.Kind == TreeEntryKind.File ? status.Size : 0,
        LinkTarget = target,
    };
}
