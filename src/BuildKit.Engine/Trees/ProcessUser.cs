using System.Collections.Immutable;

namespace BuildKit.Engine.Trees;

/// <summary>Who a process runs as.</summary>
/// <param name="Groups">Further groups of the user, ascending; empty where the configuration names the group.</param>
/// <param name="Home">The home folder; <c>/</c> for a user who is not listed.</param>
public sealed record ProcessUser(uint Uid, uint Gid, ImmutableArray<uint> Groups, string Home);
