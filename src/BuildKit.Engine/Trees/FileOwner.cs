namespace BuildKit.Engine.Trees;

/// <summary>A numeric owner.</summary>
public readonly record struct FileOwner(uint Uid, uint Gid)
{
    /// <summary>0:0.</summary>
    public static FileOwner Root => default;
}
