using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Oci;

namespace BuildKit.Engine.Containers;

/// <summary>The users and groups of a root filesystem: its /etc/passwd and /etc/group. Lines that are not well-formed are passed over.</summary>
/// <param name="passwd">The content of /etc/passwd, or null where there is none.</param>
/// <param name="group">The content of /etc/group, or null where there is none.</param>
public sealed class UserDatabase(string? passwd, string? group)
{
    private readonly ImmutableArray<(string Name, int Uid, int Gid, string Home)> _users =
    [
        .. Lines(passwd, 7)
            .Where(fields => Id(fields[2]) is not null && Id(fields[3]) is not null)
            .Select(fields => (fields[0], Id(fields[2]) ?? 0, Id(fields[3]) ?? 0, fields[5])),
    ];

    private readonly ImmutableArray<(string Name, int Gid, ImmutableArray<string> Members)> _groups =
    [
        .. Lines(group, 4)
            .Where(fields => Id(fields[2]) is not null)
            .Select(fields => (fields[0], Id(fields[2]) ?? 0, fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray())),
    ];

    /// <summary>Finds who <c>user[:group]</c> is, as Docker does: names or numbers; a number need not be known.</summary>
    /// <param name="user">What the image or the command line says; null or empty for root.</param>
    /// <exception cref="BuildKitException"><c>BK4013</c> for a name that is not known.</exception>
    public ContainerUser Resolve(string? user)
    {
        var parts = (user ?? string.Empty).Split(':', 2);
        var name = parts[0].Length == 0 ? "0" : parts[0];
        var number = Id(name);
        var index = IndexOfUser(name, number);
        if (index < 0 && number is null)
        {
            throw Unknown("user", name, "/etc/passwd");
        }

        var uid = index < 0 ? number ?? 0 : _users[index].Uid;
        var home = index < 0 || _users[index].Home.Length == 0 ? "/" : _users[index].Home;
        if (parts.Length == 2 && parts[1].Length > 0)
        {
            return new ContainerUser(uid, ResolveGroup(parts[1]), [], home);
        }

        var gid = index < 0 ? 0 : _users[index].Gid;
        var groups = index < 0 ? [] : GroupsOf(_users[index].Name, gid);
        return new ContainerUser(uid, gid, groups, home);
    }

    /// <summary>Finds a group by name or number; a number need not be known.</summary>
    /// <exception cref="BuildKitException"><c>BK4013</c> for a name that is not known.</exception>
    public int ResolveGroup(string name) =>
        _groups.Where(entry => entry.Name == name).Select(entry => (int?)entry.Gid).FirstOrDefault()
            ?? Id(name)
            ?? throw Unknown("group", name, "/etc/group");

    private int IndexOfUser(string name, int? number)
    {
        for (var i = 0; i < _users.Length; i++)
        {
            if (_users[i].Name == name)
            {
                return i;
            }
        }

        for (var i = 0; i < _users.Length; i++)
        {
            if (_users[i].Uid == number)
            {
                return i;
            }
        }

        return -1;
    }

    private ImmutableArray<int> GroupsOf(string name, int primary) =>
        [.. _groups.Where(entry => entry.Gid != primary && entry.Members.Contains(name)).Select(entry => entry.Gid).Distinct().Order()];

    private static IEnumerable<string[]> Lines(string? text, int fieldCount) =>
        (text ?? string.Empty).Split('\n').Select(line => line.TrimEnd('\r').Split(':')).Where(fields => fields.Length >= fieldCount);

    private static int? Id(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static BuildKitException Unknown(string what, string name, string file) =>
        new(ExecutionErrorCodes.UserUnknown, $"The image has no {what} '{name}' in its {file}.", $"Use a number, or create the {what} in an earlier step.");
}
