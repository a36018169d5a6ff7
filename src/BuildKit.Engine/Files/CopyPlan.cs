using BuildKit.Engine.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Engine.Files;

/// <summary>
/// Works out which entries a Copy gives, by Docker's rules (docs/language.md, "Copy"). Of the parent it reads only the
/// destination's folders, and /etc/passwd and /etc/group where the owner is a name.
/// </summary>
public static class CopyPlan
{
    /// <summary>Plans a Copy.</summary>
    /// <param name="source">The context with digests (<see cref="Context.FileDigests"/>), or a step's tree.</param>
    /// <param name="parent">The tree copied into.</param>
    /// <param name="workingDirectory">What a relative destination is relative to; absolute.</param>
    /// <param name="owner"><c>user[:group]</c>; null for 0:0.</param>
    /// <param name="mode">Permission bits; null for the rule of the source's kind.</param>
    /// <exception cref="BuildKitException">A pattern matches nothing, a selected name cannot be copied, or the destination is in the way.</exception>
    public static ChangeSet Create(
        CopyOrigin source, FileSelection selection, MergedTree parent, string workingDirectory, string to, string? owner, int? mode) =>
        throw new NotSupportedException();
}
