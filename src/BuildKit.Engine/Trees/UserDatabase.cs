using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>The users and groups of a root filesystem, from its /etc/passwd and /etc/group. Lines that are not well-formed are passed over.</summary>
public sealed class UserDatabase
{
    private readonly ImmutableArray<PasswdUser> users;
    private readonly ImmutableArray<PasswdGroup> groups;
    private readonly string displayName;

    /// <summary>Takes the texts of the two files.</summary>
    /// <param name="passwd">Null where there is none.</param>
    /// <param name="group">Null where there is none.</param>
    /// <param name="displayName">What messages call the root filesystem.</param>
    public UserDatabase(string? passwd, string? group, string displayName)
    {
        users = [.. Lines(passwd).Select(PasswdUser.Parse).OfType<PasswdUser>()];
        groups = [.. Lines(group).Select(PasswdGroup.Parse).OfType<PasswdGroup>()];
        this.displayName = displayName;
    }

    /// <summary>Why the users, or the groups, are not known; null where they are.</summary>
    private BuildKitException? UsersUnread { get; init; }

    private BuildKitException? GroupsUnread { get; init; }

    /// <summary>Reads the two files out of the layers' indexes. One that an index does not keep, being larger than 1 MiB, makes names an error and numbers none.</summary>
    public static UserDatabase Of(MergedTree tree)
    {
        (string? passwd, BuildKitException? usersUnread) = Read(tree, "etc/passwd");
        (string? group, BuildKitException? groupsUnread) = Read(tree, "etc/group");
        return new UserDatabase(passwd, group, tree.DisplayName) { UsersUnread = usersUnread, GroupsUnread = groupsUnread };
    }

    /// <summary>
    /// The owner that <c>user[:group]</c>, names or numbers, means. Without a group, a named user has the group of the user database and a number is the group too (Docker's rule for COPY).
    /// </summary>
    /// <exception cref="BuildKitException">A name is not listed (BK4134).</exception>
    public FileOwner ResolveOwner(string text)
    {
        (string user, string? group) = Split(text);
        PasswdUser? known = Number(user) is null ? User(user) : null;
        uint uid = known?.Uid ?? Number(user) ?? 0;
        return new FileOwner(uid, group is null ? known?.Gid ?? uid : Group(group));
    }

    /// <summary>
    /// Who a process runs as that <c>user[:group]</c> of a configuration or command line names; null or empty is 0:0. A name comes before a number, and a number
    /// need not be listed (Docker's rules for USER).
    /// </summary>
    /// <exception cref="BuildKitException">A name is not listed (BK4134).</exception>
    public ProcessUser ResolveUser(string? text)
    {
        (string user, string? group) = Split(string.IsNullOrEmpty(text) ? "0" : text);
        uint? number = Number(user);
        PasswdUser? known = users.FirstOrDefault(candidate => candidate.Name == user)
            ?? (number is null ? User(user) : users.FirstOrDefault(candidate => candidate.Uid == number));
        uint uid = known?.Uid ?? number ?? 0;
        string home = known is { Home.Length: > 0 } ? known.Home : "/";
        if (group is not null)
        {
            return new ProcessUser(uid, Group(group), [], home);
        }

        IEnumerable<uint> further = known is null ? [] : groups.Where(candidate => candidate.Gid != known.Gid && candidate.Members.Contains(known.Name)).Select(candidate => candidate.Gid);
        return new ProcessUser(uid, known?.Gid ?? 0, [.. further.Distinct().Order()], home);
    }

    private static (string User, string? Group) Split(string text) =>
        text.IndexOf(':') is int colon and >= 0 ? (colon == 0 ? "0" : text[..colon], text[(colon + 1)..] is { Length: > 0 } group ? group : null) : (text, null);

    // 4294967295 means "no owner" to the kernel and never names anyone.
    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number != uint.MaxValue ? number : null;

    private static IEnumerable<string> Lines(string? text) => (text ?? "").Split('\n').Select(line => line.TrimEnd('\r'));

    private static (string? Text, BuildKitException? Unread) Read(MergedTree tree, string path)
    {
        if (tree.Find(LayerPath.Parse(path)) is not { Kind: TreeEntryKind.File } entry || tree.LayerOf(entry.Path) is not int layer)
        {
            return (null, null);
        }

        return tree.Layers[layer].TryGetContent(entry.Path, out byte[]? content)
            ? (Encoding.UTF8.GetString(content), null)
            : (null, new BuildKitException(
                ExecutionErrorCodes.OwnerUnknown, $"'{entry.Path}' of {tree.DisplayName} has {entry.Size} bytes, too many for a user database.", "Give users and groups as numbers."));
    }

    private PasswdUser User(string name) => users.FirstOrDefault(user => user.Name == name) ?? throw UsersUnread ?? Unknown("user", name, "/etc/passwd");

    private uint Group(string name) =>
        Number(name) ?? (groups.FirstOrDefault(group => group.Name == name) ?? throw GroupsUnread ?? Unknown("group", name, "/etc/group")).Gid;

    private BuildKitException Unknown(string what, string name, string file) => new(
        ExecutionErrorCodes.OwnerUnknown, $"{displayName} has no {what} '{name}' in {file}.", $"Create the {what} in an earlier step, or give a number.");
}
