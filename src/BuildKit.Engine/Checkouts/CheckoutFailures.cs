using BuildKit.Graph.Steps;
using BuildKit.Oci;

namespace BuildKit.Engine.Checkouts;

/// <summary>What is said when a commit cannot be had.</summary>
internal static class CheckoutFailures
{
    /// <summary>A repository has no such name.</summary>
    internal static BuildKitException NoReference(string url, string reference) => new(
        ExecutionErrorCodes.CommitMissing,
        reference == GitReference.Default ? $"{url} says of no branch that it is its own: it may be empty." : $"{url} has no branch or tag '{reference}'.",
        "Correct 'ref': it takes a branch, a tag, or all 40 digits of a commit.");

    /// <summary>A repository does not give the commit.</summary>
    internal static BuildKitException Gone(CheckoutStep step, string commit) => new(
        ExecutionErrorCodes.CommitMissing,
        $"{step.Url} does not give the commit {commit}{(step.Reference == commit ? "" : $", to which buildkit.lock pins '{step.Reference}'")}: no branch and no tag has it behind it, and the server gives no others.",
        $"Find out whether it was taken away. Where that is right, name another commit, or run 'buildkit update {step.Url}'.");

    /// <summary>It would have to be pinned, and nothing new may be.</summary>
    internal static BuildKitException NotLocked(string url, string reference, string lockFile) => new(
        ExecutionErrorCodes.BaseNotLocked,
        $"'{reference}' of '{url}' is not in {lockFile}, and --locked lets nothing be pinned.",
        "Run 'buildkit lock' with the same --set values, and commit buildkit.lock.");

    /// <summary>It would have to be fetched, and may not.</summary>
    internal static BuildKitException Forbidden(string url, string what) => new(
        ExecutionErrorCodes.BaseNotLocal,
        $"'{what}' of {url} is not on this machine, and --pull never forbids to fetch it.",
        "Build without --pull never.");

    /// <summary>A graph was built that nobody pinned.</summary>
    internal static BuildKitException NotPinned(CheckoutStep step) => new(
        ExecutionErrorCodes.BaseNotPinned,
        $"'{step.Reference}' of {step.Url} is not pinned to a commit.",
        "Pin the graph before the build: buildkit build does so and writes buildkit.lock.");

    /// <summary>Nothing fetches.</summary>
    internal static BuildKitException NoGit(string url) => new(
        ExecutionErrorCodes.NoGit,
        $"{url} cannot be fetched from: this program has nothing that fetches from Git repositories.",
        "Give the sources of bases a Git (BaseSources.Git), or build with buildkit itself.");
}
