namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>The disk or the user's quota is full.</summary>
    public const string DiskFull = "BK4101";

    /// <summary>The system refused access to a file or folder.</summary>
    public const string AccessDenied = "BK4102";

    /// <summary>A call on a file or folder failed otherwise.</summary>
    public const string DiskFailed = "BK4103";

    /// <summary>A layer's entries would reach out of its root, or contradict each other.</summary>
    public const string LayerRefused = "BK4104";

    /// <summary>A layer's bytes are others than its diff_id says.</summary>
    public const string LayerDigestMismatch = "BK4105";

    /// <summary>A layer holds something that this user cannot make: a device, or an owner without a second id.</summary>
    public const string LayerNeedsPrivilege = "BK4106";

    /// <summary>The index of an unpacked layer is damaged or of an unknown version.</summary>
    public const string LayerIndexDamaged = "BK4107";

    /// <summary>A layer is not unpacked in the store.</summary>
    public const string LayerMissing = "BK4108";

    /// <summary>What a step left cannot become a layer.</summary>
    public const string LayerNotCommittable = "BK4109";

    /// <summary>The build context is not a folder that can be read.</summary>
    public const string ContextUnreadable = "BK4120";

    /// <summary>A selected file of the context cannot be read.</summary>
    public const string ContextFileUnreadable = "BK4121";

    /// <summary>A selected name of the context is a socket, a pipe or a device.</summary>
    public const string ContextFileSpecial = "BK4122";

    /// <summary>A file changed while the build read it.</summary>
    public const string ContextFileChanged = "BK4123";

    /// <summary>An ignore file holds a pattern that means nothing.</summary>
    public const string IgnorePatternInvalid = "BK4124";

    /// <summary>A pattern of a Copy or a Delete matches nothing.</summary>
    public const string NothingMatches = "BK4130";

    /// <summary>A pattern of a Copy or a Delete is not a valid glob.</summary>
    public const string PatternInvalid = "BK4131";

    /// <summary>A file stands where a folder is needed, or a folder where a file is.</summary>
    public const string DestinationConflict = "BK4132";

    /// <summary>Links lead in a circle.</summary>
    public const string LinkLoop = "BK4133";

    /// <summary>A user or group name is not in the user database of the image.</summary>
    public const string OwnerUnknown = "BK4134";

    /// <summary>An archive cannot be unpacked into the image.</summary>
    public const string ArchiveRefused = "BK4135";

    /// <summary>A run left the bytes of a secret in its layer.</summary>
    public const string SecretInLayer = "BK4140";

    /// <summary>A run printed a secret.</summary>
    public const string SecretInOutput = "BK4141";

    /// <summary>A secret's value is none that a variable can have.</summary>
    public const string SecretNoVariable = "BK4142";

    /// <summary>A cache mount was not added to a remote cache; a warning.</summary>
    public const string FolderNotSent = "BK4144";

    /// <summary>A run asks for an agent of ssh that is not there or does not answer.</summary>
    public const string AgentMissing = "BK4143";
}
