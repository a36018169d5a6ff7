namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>The proxy of a run with a list of hosts cannot be made.</summary>
    public const string ProxyFailed = "BK4150";

    /// <summary>The store was made by a newer version.</summary>
    public const string StoreTooNew = "BK4201";

    /// <summary>The store's folder cannot be made, read, written or locked, or is something else.</summary>
    public const string StoreUnusable = "BK4202";

    /// <summary>There is no space left where the store is.</summary>
    public const string StoreFull = "BK4203";

    /// <summary>A command exited with another code than 0.</summary>
    public const string CommandFailed = "BK4204";

    /// <summary>A command took longer than its <c>timeout</c>.</summary>
    public const string CommandTimedOut = "BK4205";

    /// <summary>A command used more than its <c>memory</c>.</summary>
    public const string CommandOutOfMemory = "BK4206";

    /// <summary>A command was ended by a signal.</summary>
    public const string CommandKilled = "BK4207";

    /// <summary>All of a command took longer than its <c>--timeout</c>.</summary>
    public const string TimeIsOver = "BK4113";

    /// <summary>The SDK that is to publish without a container is not on this machine.</summary>
    public const string NoHostSdk = "BK4114";

    /// <summary>A secret has no value where it is declared to come from.</summary>
    public const string SecretMissing = "BK4208";

    /// <summary>A base has not been pinned to a digest.</summary>
    public const string BaseNotPinned = "BK4209";

    /// <summary>A template could not be rendered.</summary>
    public const string TemplateFailed = "BK4210";

    /// <summary>A text is no name that an image of the local store can have.</summary>
    public const string ImageNameInvalid = "BK4211";

    /// <summary>The service under test ended before the test did.</summary>
    public const string ServiceEnded = "BK4212";

    /// <summary>The service under test was not ready in time.</summary>
    public const string ServiceNotReady = "BK4213";

    /// <summary>The store cannot be collected while others use it.</summary>
    public const string StoreInUse = "BK4220";

    /// <summary>A file of a name in the store says no name.</summary>
    public const string NameUnreadable = "BK4221";

    /// <summary>A blob of the store has other bytes than its name says.</summary>
    public const string BlobBroken = "BK4222";

    /// <summary>An unpacked layer of the store is not what its index says.</summary>
    public const string LayerBroken = "BK4223";

    /// <summary>A result of the store cannot be read, or its layer cannot be used.</summary>
    public const string ResultBroken = "BK4224";

    /// <summary>A pass of the store cannot be read.</summary>
    public const string PassBroken = "BK4225";

    /// <summary>A name of the store means an image that is not there in full.</summary>
    public const string NameBroken = "BK4226";

    /// <summary>A referrer of the store cannot be read, or its manifest is not there.</summary>
    public const string ReferrerBroken = "BK4227";

    /// <summary>The store's index is damaged.</summary>
    public const string IndexBroken = "BK4228";
}
