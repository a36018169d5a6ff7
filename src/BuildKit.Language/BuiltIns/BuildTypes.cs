using BuildKit.Language.Symbols;

namespace BuildKit.Language.BuiltIns;

/// <summary>Types that only built-ins have.</summary>
internal static class BuildTypes
{
    /// <summary>A string, int or bool.</summary>
    public static BuildType Scalar { get; } = new(TypeKind.Scalar);

    /// <summary>The element type of the receiver of a list member.</summary>
    public static BuildType Item { get; } = new(TypeKind.Item);

    /// <summary>The type that the lambda of a list member gives.</summary>
    public static BuildType Result { get; } = new(TypeKind.Result);

    /// <summary>What happens when two runs want one cache mount at once.</summary>
    public static BuildType Sharing { get; } = BuildType.Enum("Sharing");

    /// <summary>Which network a run sees: all of the host's, none, or hosts of it.</summary>
    public static BuildType Network { get; } = new(TypeKind.Network);

    /// <summary>Whether a run's result is used again.</summary>
    public static BuildType CacheUse { get; } = BuildType.Enum("CacheUse");
}
