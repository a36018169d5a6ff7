using System.Collections.Immutable;
using BuildKit.Oci;

namespace BuildKit.Engine.Trees;

/// <summary>The users and groups of an image, from its /etc/passwd and /etc/group.</summary>
public sealed class UserDatabase
{
    /// <summary>Reads the two files out of the layers' indexes; a missing file is an empty one.</summary>
    public static UserDatabase Of(MergedTree tree) => throw new NotSupportedException();

    /// <summary>The owner that <c>user[:group]</c>, names or numbers, means. A user without a group has its own group where it is listed, else 0 (Docker's rule for Copy: a lone number is the group too).</summary>
    /// <exception cref="BuildKitException">A name is not listed.</exception>
    public FileOwner ResolveOwner(string text) => throw new NotSupportedException();

    /// <summary>Who a process runs as that the configuration's <c>user[:group]</c> names; an empty text is 0:0.</summary>
    /// <exception cref="BuildKitException">A name is not listed.</exception>
    public ProcessUser ResolveUser(string text) => throw new NotSupportedException();
}
