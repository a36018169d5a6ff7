namespace BuildKit.Engine.Trees;

/// <summary>One line of /etc/passwd.</summary>
internal sealed record PasswdUser(string Name, uint Uid, uint Gid, string Home)
{
    /// <summary>Reads a line; null for one that is damaged or a comment, which the C library skips too.</summary>
    public static PasswdUser? Parse(string line)
    {
        string[] fields = line.Split(':');
        return fields.Length >= 6 && fields[0].Length > 0 && uint.TryParse(fields[2], out uint uid) && uint.TryParse(fields[3], out uint gid)
            ? new PasswdUser(fields[0], uid, gid, fields[5])
            : null;
    }
}
