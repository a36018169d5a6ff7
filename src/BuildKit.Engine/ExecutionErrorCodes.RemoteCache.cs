namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary><c>--cache-from</c> is given without <c>--cache-trust</c>.</summary>
    public const string CacheNotTrusted = "BK4230";

    /// <summary>The registry of a remote cache failed; a warning.</summary>
    public const string CacheUnreachable = "BK4231";

    /// <summary>A remote cache, or a layer of it, is damaged; a warning.</summary>
    public const string CacheDamaged = "BK4232";

    /// <summary>What is under the name is no remote cache; a warning.</summary>
    public const string CacheForeign = "BK4233";

    /// <summary>A remote cache has a newer format; a warning.</summary>
    public const string CacheTooNew = "BK4234";

    /// <summary>A remote cache could not be written; a warning.</summary>
    public const string CacheNotWritten = "BK4235";

    /// <summary>There is no remote cache of the name; a warning.</summary>
    public const string CacheMissing = "BK4236";
}
