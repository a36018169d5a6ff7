using System.Text;
using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>The names of a build context and of some files beside it, with what the kernel says of each: two of them tell what changed in between, and no content is read.</summary>
public sealed class ContextSnapshot
{
    private readonly Dictionary<string, FileStatus> files;

    private ContextSnapshot(Dictionary<string, FileStatus> files) => this.files = files;

    /// <summary>How many names there are.</summary>
    public int Count => files.Count;

    /// <summary>Looks at everything.</summary>
    /// <param name="context">The context's folder; its ignore rules count.</param>
    /// <param name="store">The store's folder, which is no part of a context that it lies in.</param>
    /// <param name="beside">Absolute paths of further files, inside of the context or outside, also such as are not there.</param>
    /// <param name="ct">Stops the walk.</param>
    /// <exception cref="BuildKitException">The folder cannot be read, or its ignore file is malformed.</exception>
    public static ContextSnapshot Take(string context, string store, IEnumerable<string> beside, CancellationToken ct)
    {
        ContextTree tree = ContextScanner.Scan(context, store, ct);
        var files = new Dictionary<string, FileStatus>(StringComparer.Ordinal);
        foreach (ContextFile file in tree.Files)
        {
            files[Path.Combine(tree.Root, Encoding.UTF8.GetString(file.Entry.Path.Span))] = Comparable(file.Status);
        }

        return new ContextSnapshot(files).With(beside);
    }

    /// <summary>The same with some files as they are now.</summary>
    /// <param name="paths">Absolute.</param>
    public ContextSnapshot With(IEnumerable<string> paths)
    {
        var result = new Dictionary<string, FileStatus>(files, StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (Posix.TryStatus(null, PathText.Bytes(path)) is { } status)
            {
                result[path] = Comparable(status);
            }
            else
            {
                result.Remove(path);
            }
        }

        return new ContextSnapshot(result);
    }

    /// <summary>The absolute paths that are new, gone or other than before, in ordinal order.</summary>
    public IReadOnlyList<string> ChangedSince(ContextSnapshot before) =>
    [
        .. files.Where(file => !before.files.TryGetValue(file.Key, out FileStatus known) || known != file.Value).Select(file => file.Key)
            .Concat(before.files.Keys.Where(path => !files.ContainsKey(path)))
            .Order(StringComparer.Ordinal),
    ];

    // A folder's own times say nothing that its names do not, and the number of names of a file nothing at all.
    private static FileStatus Comparable(FileStatus status) => status.Kind == TreeEntryKind.Directory
        ? status with { Size = 0, ModifySeconds = 0, ModifyNanoseconds = 0, ChangeSeconds = 0, ChangeNanoseconds = 0, LinkCount = 0 }
        : status;
}
