namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>A base is neither in the local store nor at its registry.</summary>
    public const string BaseMissing = "BK4271";

    /// <summary>A base or downloaded file is not on this machine, and <c>run --pull never</c> forbids to ask a registry.</summary>
    public const string BaseNotLocal = "BK4272";

    /// <summary>buildkit.lock cannot be read or written.</summary>
    public const string LockFileUnusable = "BK4273";

    /// <summary><c>--locked</c> is given, and buildkit.lock does not pin a base or a download.</summary>
    public const string BaseNotLocked = "BK4274";

    /// <summary><c>--locked</c> is given, and a run fetches what buildkit.lock does not have.</summary>
    public const string FetchNotLocked = "BK4276";

    /// <summary><c>--locked</c> is given, and a URL gave something else than buildkit.lock has.</summary>
    public const string FetchChanged = "BK4277";

    /// <summary>buildkit.lock would be larger than what is read of it.</summary>
    public const string LockFileTooLarge = "BK4278";
}
