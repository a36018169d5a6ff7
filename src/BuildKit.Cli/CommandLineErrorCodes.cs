namespace BuildKit.Cli;

/// <summary>Codes of what goes wrong around the command line itself: BK43xx, in docs/diagnostics.md.</summary>
public static class CommandLineErrorCodes
{
    /// <summary>The arguments make no sense.</summary>
    public const string Usage = "BK4301";

    /// <summary>There is no Buildfile.</summary>
    public const string BuildfileMissing = "BK4302";

    /// <summary>The Buildfile is there and cannot be read as text.</summary>
    public const string BuildfileUnreadable = "BK4303";

    /// <summary>The Buildfile declares nothing that can be built.</summary>
    public const string NothingToBuild = "BK4304";

    /// <summary>No target has the name.</summary>
    public const string UnknownTarget = "BK4305";

    /// <summary>The local store has no image of the name.</summary>
    public const string UnknownImage = "BK4306";

    /// <summary>The image cannot be run: it has no program, or is for another platform.</summary>
    public const string NotRunnable = "BK4307";

    /// <summary>The build context is no folder.</summary>
    public const string ContextMissing = "BK4308";

    /// <summary>A file that was asked for could not be written.</summary>
    public const string OutputNotWritable = "BK4309";

    /// <summary>A login was asked for and there is no terminal to ask on.</summary>
    public const string PasswordMissing = "BK4310";

    /// <summary>Standard output is closed, or leads to a full disk.</summary>
    public const string OutputLost = "BK4311";

    /// <summary>The Buildfile has no environment of the name, or none at all.</summary>
    public const string UnknownEnvironment = "BK4312";

    /// <summary>A release does not come into an environment in this way: its <c>After</c> says otherwise.</summary>
    public const string EnvironmentOrder = "BK4313";

    /// <summary>The Buildfile has no base of the name that buildkit.lock pins.</summary>
    public const string UnknownBase = "BK4314";

    /// <summary>No build has the id, or several begin with it.</summary>
    public const string UnknownBuild = "BK4315";

    /// <summary>A Buildfile would be written where there is one.</summary>
    public const string BuildfileExists = "BK4316";

    /// <summary>What is to be verified is a stage, which gives no image to compare with.</summary>
    public const string NothingToVerify = "BK4340";

    /// <summary>A stage or image has no step of the number that was asked for.</summary>
    public const string UnknownStep = "BK4320";

    /// <summary>Images cannot be joined in one index: two are for one platform, or one is for none.</summary>
    public const string CannotJoin = "BK4345";

    /// <summary>The program has a defect.</summary>
    public const string Defect = "BK4399";
}
