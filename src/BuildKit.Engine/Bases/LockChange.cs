using BuildKit.Graph.Lock;

namespace BuildKit.Engine.Bases;

/// <summary>What <c>buildkit.lock</c> said, and what it says now.</summary>
public sealed record LockChange(LockFile Before, LockFile After)
{
    /// <summary>There was nothing to write.</summary>
    public static LockChange None { get; } = new(LockFile.Empty, LockFile.Empty);

    /// <summary>Whether the file was written.</summary>
    public bool IsAny => !ReferenceEquals(Before, After) && Before.ToText() != After.ToText();
}
