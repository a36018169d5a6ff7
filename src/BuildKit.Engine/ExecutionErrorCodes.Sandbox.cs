namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>The launcher is not beside the program.</summary>
    public const string LauncherMissing = "BK4001";

    /// <summary>The launcher and the program do not understand each other.</summary>
    public const string LauncherProtocol = "BK4002";

    /// <summary>The kernel or its configuration refuses user namespaces.</summary>
    public const string UserNamespaceRefused = "BK4003";

    /// <summary>The namespaces of a sandbox cannot be made.</summary>
    public const string NamespaceRefused = "BK4004";

    /// <summary>The root filesystem cannot be put together from its layers.</summary>
    public const string RootFilesystem = "BK4005";

    /// <summary>A mount's source or target cannot be used.</summary>
    public const string MountFailed = "BK4006";

    /// <summary>Another part of the isolation cannot be set up.</summary>
    public const string IsolationFailed = "BK4007";

    /// <summary>The program does not exist in the root or cannot be executed.</summary>
    public const string ProgramNotStarted = "BK4008";

    /// <summary>The process cannot become the user or group asked for.</summary>
    public const string IdentityUnavailable = "BK4009";

    /// <summary>Limits cannot be enforced on this machine; a warning.</summary>
    public const string LimitsUnavailable = "BK4010";

    /// <summary>The OCI runtime asked for is not installed, or failed by itself.</summary>
    public const string RuntimeFailed = "BK4011";

    /// <summary>Containers and the store need a Linux kernel.</summary>
    public const string LinuxRequired = "BK4012";

    /// <summary>Neither the image nor the command line names a program.</summary>
    public const string CommandMissing = "BK4014";

    /// <summary>A volume is not written <c>HOST:CONTAINER[:ro]</c>, or the host has no such path.</summary>
    public const string VolumeInvalid = "BK4015";

    /// <summary>A run is for another processor, and nothing starts its programs here.</summary>
    public const string ForeignPlatform = "BK4016";
}
