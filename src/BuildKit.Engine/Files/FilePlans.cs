using System.Collections.Immutable;
using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Files;

/// <summary>The plans of the steps that change files without copying any.</summary>
public static class FilePlans
{
    /// <summary>One file of given bytes; missing folders on the way are made (0755, 0:0).</summary>
    public static ChangeSet Write(MergedTree parent, string workingDirectory, string path, ReadOnlyMemory<byte> content, string? owner, int? mode) =>
        throw new NotSupportedException();

    /// <summary>One symbolic link, in the place of a file or link that is there.</summary>
    public static ChangeSet Link(MergedTree parent, string workingDirectory, string path, string target) => throw new NotSupportedException();

    /// <summary>Takes names away; a pattern that matches nothing is an error.</summary>
    public static ChangeSet Delete(MergedTree parent, string workingDirectory, ImmutableArray<string> patterns) => throw new NotSupportedException();

    /// <summary>A folder (WorkDir); empty where it exists already.</summary>
    public static ChangeSet MakeDirectory(MergedTree parent, string path, string? owner) => throw new NotSupportedException();
}
