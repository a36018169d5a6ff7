using System.Collections.Concurrent;
using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Context;

/// <summary>
/// Digests of the context's files. A file is read only when the cache does not know it as it is now. One that was changed so shortly
/// before it was read that a further change might not show in its times is not remembered, and is read again by the next build.
/// Safe for concurrent use; callers wait for each other.
/// </summary>
public sealed class FileDigests
{
    private readonly ContextTree context;
    private readonly IFileDigestCache cache;
    private readonly Dictionary<LayerPath, TreeEntry> known = [];
    private readonly Lock gate = new();

    /// <summary>Uses a cache.</summary>
    public FileDigests(ContextTree context, IFileDigestCache cache) => (this.context, this.cache) = (context, cache);

    /// <summary>How many files were read.</summary>
    public int FilesRead { get; private set; }

    /// <summary>The entries with the content digest of each regular file; other entries as they are.</summary>
    /// <exception cref="BuildKitException">An entry cannot be read or is no file, folder or link; or a file changes while it is read.</exception>
    public IReadOnlyList<TreeEntry> Resolve(IReadOnlyList<TreeEntry> entries)
    {
        using Lock.Scope scope = gate.EnterScope();
        var asked = new List<ContextFile>();
        foreach (TreeEntry entry in entries)
        {
            context.CheckUsable(entry.Path);
            if (entry.Kind == TreeEntryKind.File && !known.ContainsKey(entry.Path))
            {
                asked.Add(context.File(entry.Path));
            }
        }

        if (asked.Count > 0)
        {
            Ask(asked);
        }

        return [.. entries.Select(entry => entry.Kind == TreeEntryKind.File ? known[entry.Path] : entry)];
    }

    private void Ask(List<ContextFile> asked)
    {
        IReadOnlyList<Digest> remembered = cache.Get([.. asked.Select(file => Identity(file.Entry.Path, file.Status))]);
        var missing = new List<ContextFile>();
        for (int index = 0; index < asked.Count; index++)
        {
            if (remembered[index].IsEmpty)
            {
                missing.Add(asked[index]);
            }
            else
            {
                known[asked[index].Entry.Path] = asked[index].Entry with { Content = remembered[index] };
            }
        }

        if (missing.Count > 0)
        {
            ReadAll(missing);
        }
    }

    private void ReadAll(List<ContextFile> missing)
    {
        var fresh = new ConcurrentQueue<KeyValuePair<FileIdentity, Digest>>();
        var read = new TreeEntry[missing.Count];
        using SafeFileHandle root = Posix.OpenDirectory(context.Root);
        try
        {
            Parallel.For(0, missing.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index => read[index] = Read(root, missing[index], fresh));
        }
        catch (AggregateException failure) when (failure.InnerExceptions.OfType<BuildKitException>().FirstOrDefault() is { } first)
        {
            throw new BuildKitException(first.Code, first.Message, first.Advice, failure);
        }

        FilesRead += missing.Count;
        foreach (TreeEntry entry in read)
        {
            known[entry.Path] = entry;
        }

        cache.Put([.. fresh]);
    }

    private TreeEntry Read(SafeFileHandle root, ContextFile file, ConcurrentQueue<KeyValuePair<FileIdentity, Digest>> fresh)
    {
        const int Attempts = 3;
        LayerPath path = file.Entry.Path;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            SafeFileHandle handle =
                Posix.TryOpenBelow(root, path.Span, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoFollow, OpenFlags.ResolveBeneath | OpenFlags.ResolveNoSymlinks, out int errno)
                ?? throw new BuildKitException(
                    ExecutionErrorCodes.ContextFileUnreadable, $"'{path}' of the build context cannot be read: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)}.",
                    "Make it readable, or leave it out with a line in .buildignore.");
            using var content = new HashingStream(new FileContentStream(handle, path.Span.ToArray()));
            using (handle)
            {
                long start = SettledTime.Now();
                FileStatus before = Posix.Status(handle);
                content.CopyTo(Stream.Null, 256 * 1024);
                Digest digest = content.Finish();
                FileStatus after = Posix.Status(handle);
                if (before.Kind == TreeEntryKind.File && Identity(path, before) == Identity(path, after) && content.Count == before.Size)
                {
                    if (SettledTime.IsSettled(before, start))
                    {
                        fresh.Enqueue(new(Identity(path, before), digest));
                    }

                    return file.Entry with { Size = before.Size, Mode = before.Mode, Content = digest };
                }
            }
        }

        throw new BuildKitException(
            ExecutionErrorCodes.ContextFileChanged, $"'{path}' of the build context changes while it is read.", "Build when nothing writes to it any more, or leave it out with a line in .buildignore.");
    }

    private FileIdentity Identity(LayerPath path, FileStatus status) =>
        new(context.Root, path, status.Size, status.ModifyTime, status.ChangeTime, status.Inode);
}
