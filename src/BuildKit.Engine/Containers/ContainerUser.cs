using System.Collections.Immutable;

namespace BuildKit.Engine.Containers;

/// <summary>The numeric identity of a container's process.</summary>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Primary group id.</param>
/// <param name="Groups">Supplementary group ids, ascending.</param>
/// <param name="Home">The home directory that the user database gives; <c>/</c> where it does not know the user.</param>
public sealed record ContainerUser(int Uid, int Gid, ImmutableArray<int> Groups, string Home);
