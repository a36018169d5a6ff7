using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Reports;

/// <summary>Where the files go that runs bring out by <c>reports:</c>.</summary>
/// <param name="Directory">The folder, absolute; made when there is something to write.</param>
/// <param name="FolderOf">The folder of a step below it, with forward slashes. It is the step's alone: what is in it is replaced.</param>
/// <param name="OfEveryStep">Whether steps that succeed give theirs as well, cached or not, and steps of tests that run; else only a step that fails.</param>
public sealed record ReportFolders(string Directory, Func<StepRef, string> FolderOf, bool OfEveryStep)
{
    /// <summary>The folder's name where nobody gives one. A build context leaves out folders of this name, so that no report changes what is built.</summary>
    public const string DefaultName = "buildkit-reports";

    /// <summary>The absolute folder of a step.</summary>
    internal string PathOf(StepRef step) => Path.Combine(Directory, FolderOf(step));
}
