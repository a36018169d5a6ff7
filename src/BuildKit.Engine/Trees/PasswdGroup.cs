using System.Collections.Immutable;

namespace BuildKit.Engine.Trees;

/// <summary>One line of /etc/group.</summary>
internal sealed record PasswdGroup(string Name, uint Gid, ImmutableArray<string> Members)
{
    /// <summary>Reads a line; null for one that is damaged or a comment.</summary>
    public static PasswdGroup? Parse(string line)
    {
        string[] fields = line.Split(':');
        return fields.Length >= 3 && fields[0].Length > 0 && uint.TryParse(fields[2], out uint gid)
            ? new PasswdGroup(fields[0], gid, fields.Length > 3 ? [.. fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries)] : [])
            : null;
    }
}
