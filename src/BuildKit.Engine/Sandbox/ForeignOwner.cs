namespace BuildKit.Engine.Sandbox;

/// <summary>A file that a process tried to give to an owner who has no id in the user namespace it runs in.</summary>
/// <param name="Path">As the process sees it.</param>
/// <param name="Uid">The user; -1 where only the group was to change.</param>
/// <param name="Gid">The group; -1 where only the user was to change.</param>
public sealed record ForeignOwner(string Path, int Uid, int Gid);
