using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>The users and groups of an image, from its /etc/passwd and /etc/group.</summary>
public sealed class UserDatabase
{
    private readonly ImmutableArray<PasswdUser> users;
    private readonly ImmutableArray<PasswdGroup> groups;
    private readonly string displayName;

    private UserDatabase(ImmutableArray<PasswdUser> users, ImmutableArray<PasswdGroup> groups, string displayName) =>
        (this.users, this.groups, this.displayName) = (users, groups, displayName);

    /// <summary>Reads the two files out of the layers' indexes; a missing file is an empty one.</summary>
    /// <exception cref="BuildKitException">A file is larger than an index keeps (1 MiB).</exception>
    public static UserDatabase Of(MergedTree tree) => new(
        [.. Lines(tree, "etc/passwd").Select(PasswdUser.Parse).OfType<PasswdUser>()],
        [.. Lines(tree, "etc/group").Select(PasswdGroup.Parse).OfType<PasswdGroup>()],
        tree.DisplayName);

    /// <summary>
    /// The owner that <c>user[:group]</c>, names or numbers, means. Without a group, a named user has the group of the user database and a number is the group too (Docker's rule for COPY).
    /// </summary>
    /// <exception cref="BuildKitException">A name is not listed.</exception>
    public FileOwner ResolveOwner(string text)
    {
        (string user, string? group) = Split(text);
        PasswdUser? known = Number(user) is null ? User(user) : null;
        uint uid = known?.Uid ?? Number(user) ?? 0;
        return new FileOwner(uid, group is null ? known?.Gid ?? uid : Group(group));
    }

    /// <summary>Who a process runs as that the configuration's <c>user[:group]</c> names; an empty text is 0:0.</summary>
    /// <exception cref="BuildKitException">A name is not listed.</exception>
    public ProcessUser ResolveUser(string text)
    {
        (string user, string? group) = Split(text.Length == 0 ? "0" : text);
        uint? number = Number(user);
        PasswdUser? known = number is null ? User(user) : users.FirstOrDefault(candidate => candidate.Uid == number);
        uint uid = known?.Uid ?? number ?? 0;
        string home = known is { Home.Length: > 0 } ? known.Home : "/";
        if (group is not null)
        {
            return new ProcessUser(uid, Group(group), [], home);
        }

        IEnumerable<uint> further = known is null ? [] : groups.Where(candidate => candidate.Members.Contains(known.Name)).Select(candidate => candidate.Gid);
        return new ProcessUser(uid, known?.Gid ?? 0, [.. further.Distinct().Order()], home);
    }

    private static (string User, string? Group) Split(string text) =>
        text.IndexOf(':') is int colon and >= 0 ? (colon == 0 ? "0" : text[..colon], text[(colon + 1)..] is { Length: > 0 } group ? group : null) : (text, null);

    // 4294967295 means "no owner" to the kernel and never names anyone.
    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number != uint.MaxValue ? number : null;

    private static string[] Lines(MergedTree tree, string path)
    {
        if (tree.Find(LayerPath.Parse(path)) is not { Kind: TreeEntryKind.File } entry || tree.LayerOf(entry.Path) is not int layer)
        {
            return [];
        }

        return tree.Layers[layer].TryGetContent(entry.Path, out byte[]? content)
            ? Encoding.UTF8.GetString(content).Split('\n')
            : throw new BuildKitException(
                ExecutionErrorCodes.OwnerUnknown, $"'{entry.Path}' of {tree.DisplayName} has {entry.Size} bytes, too many for a user database.", "Give users and groups as numbers.");
    }

    private PasswdUser User(string name) => users.FirstOrDefault(user => user.Name == name) ?? throw Unknown("user", name, "/etc/passwd");

    private uint Group(string name) =>
        Number(name) ?? (groups.FirstOrDefault(group => group.Name == name) ?? throw Unknown("group", name, "/etc/group")).Gid;

    private BuildKitException Unknown(string what, string name, string file) => new(
        ExecutionErrorCodes.OwnerUnknown, $"{displayName} has no {what} '{name}' in {file}.", $"Create the {what} in an earlier step, or give a number.");
}
