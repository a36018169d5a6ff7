using BuildKit.Engine.Trees;
using BuildKit.Oci;

namespace BuildKit.Engine.Execution;

/// <summary>The failure of a step that reads one file, where its path names something else or nothing.</summary>
internal static class NoFile
{
    /// <summary>Says what stands there.</summary>
    /// <param name="source">What was looked in, as messages name it.</param>
    /// <param name="path">As the Buildfile has it.</param>
    /// <param name="found">What the path names; null where it names nothing.</param>
    /// <param name="advice">For a path that names nothing.</param>
    internal static BuildKitException At(string source, string path, TreeEntry? found, string advice) => found?.Kind switch
    {
        null or TreeEntryKind.Whiteout => Create($"{source} has no file '{path}'.", advice),
        TreeEntryKind.Directory => Create($"'{path}' of {source} is a folder; one file is needed.", "Name a file in it; Copy takes whole folders."),
        TreeEntryKind.SymbolicLink => Create($"'{path}' of {source} is a link, which is not followed.", "Name the file that it leads to."),
        _ => Create($"'{path}' of {source} is a pipe, a socket or a device; one file is needed.", "Name a regular file."),
    };

    private static BuildKitException Create(string message, string advice) =>
        new(ExecutionErrorCodes.NothingMatches, char.ToUpperInvariant(message[0]) + message[1..], advice);
}
