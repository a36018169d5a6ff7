namespace BuildKit.Graph.Keys;

/// <summary>An owner after names were looked up in the parent's user database.</summary>
public readonly record struct FileOwner(uint Uid, uint Gid)
{
    /// <summary>0:0, which is what a step without <c>owner:</c> gives.</summary>
    public static FileOwner Root => default;

    /// <summary><c>uid:gid</c>, decimal.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Uid}:{Gid}");
}
