using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Checkouts;

/// <summary>Repositories of which the test says all; a copy is a folder with an empty file for each commit. (The real ones are tested with BuildKit.Facts, where LibGit2Sharp is.)</summary>
internal sealed class FakeRemotes : IGitRemotes
{
    private readonly ConcurrentQueue<string> calls = new();

    /// <summary>What a name means, by URL and name.</summary>
    public Dictionary<(string Url, string Reference), string> References { get; } = [];

    /// <summary>The commits that a server gives.</summary>
    public HashSet<string> Commits { get; } = [];

    /// <summary>What every commit has.</summary>
    public ImmutableArray<GitEntry> Entries { get; set; } = [];

    /// <summary>The next export finds the copy damaged.</summary>
    public bool IsDamaged { get; set; }

    public string[] Calls => [.. calls];

    public Task<string?> ResolveAsync(string url, string reference, CancellationToken ct)
    {
        calls.Enqueue($"resolve {url} {reference}");
        return Task.FromResult(References.GetValueOrDefault((url, reference)));
    }

    public bool Contains(string copy, string commit) => File.Exists(Path.Combine(copy, commit));

    public Task<bool> FetchAsync(string url, string commit, string copy, Action<long> report, CancellationToken ct)
    {
        calls.Enqueue($"fetch {url} {commit}");
        Directory.CreateDirectory(copy);
        if (Commits.Contains(commit))
        {
            report(100);
            File.WriteAllText(Path.Combine(copy, commit), "");
        }

        return Task.FromResult(Commits.Contains(commit));
    }

    public ImmutableArray<GitEntry> Export(string copy, string commit, string? subfolder, string spool, CancellationToken ct)
    {
        calls.Enqueue($"export {commit} {subfolder}".TrimEnd());
        if (IsDamaged)
        {
            IsDamaged = false;
            throw new DamagedCopyException("BK4179", "damaged", "fetch", null);
        }

        return [.. Entries.Select((entry, index) => entry.Kind is GitEntryKind.File or GitEntryKind.Executable ? Spool(entry, index) : entry)];

        GitEntry Spool(GitEntry entry, int index)
        {
            byte[] bytes = Encoding.UTF8.GetBytes($"{entry.Path}\n");
            string name = index.ToString(CultureInfo.InvariantCulture);
            File.WriteAllBytes(Path.Combine(spool, name), bytes);
            return entry with { File = name, Size = bytes.Length, Content = Digest.Of(bytes) };
        }
    }

    public static GitEntry Entry(string path, GitEntryKind kind, string link = "") => new(LayerPath.Parse(path), kind) { LinkTarget = ByteString.FromText(link) };
}
