namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>A repository has no branch or tag of the name, or no longer the commit.</summary>
    public const string CommitMissing = "BK4175";

    /// <summary>A warning: the submodules of a commit are not checked out.</summary>
    public const string SubmodulesLeftOut = "BK4178";

    /// <summary>The program that builds has nothing that fetches from Git repositories.</summary>
    public const string NoGit = "BK4279";
}
