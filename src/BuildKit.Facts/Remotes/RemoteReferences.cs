using BuildKit.Graph.Steps;
using LibGit2Sharp;

namespace BuildKit.Facts.Remotes;

/// <summary>What a repository elsewhere calls by which name.</summary>
internal sealed class RemoteReferences
{
    // What an annotated tag tags stands in the list behind the tag, under the same name with this at its end.
    private const string Peeled = "^{}";

    private readonly Dictionary<string, string> targets;

    private RemoteReferences(Dictionary<string, string> targets) => this.targets = targets;

    /// <summary>Asks for the list.</summary>
    internal static RemoteReferences List(string url) =>
        new(Repository.ListRemoteReferences(url, credentialsProvider: null, new ProxyOptions { ProxyType = ProxyType.Auto })
            .GroupBy(reference => reference.CanonicalName, StringComparer.Ordinal)
            .ToDictionary(references => references.Key, references => references.First().TargetIdentifier, StringComparer.Ordinal));

    /// <summary>The commit of a name, in Git's order: the whole name, a tag, a branch. Null where nothing has it.</summary>
    internal string? Find(string reference) =>
        Of(reference) ?? (reference == GitReference.Default ? null : Of("refs/" + reference) ?? Of("refs/tags/" + reference) ?? Of("refs/heads/" + reference));

    /// <summary>A name of a commit; null where it has none.</summary>
    internal string? NameOf(string commit) =>
        targets.Keys.Where(name => targets[name] == commit)
            .Select(name => name.EndsWith(Peeled, StringComparison.Ordinal) ? name[..^Peeled.Length] : name)
            .FirstOrDefault();

    private string? Of(string name) => !targets.TryGetValue(name, out string? target)
        ? null
        : targets.GetValueOrDefault(name + Peeled) ?? (GitReference.IsCommit(target) ? target : targets.GetValueOrDefault(target));
}
