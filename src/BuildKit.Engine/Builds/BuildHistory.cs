using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Engine.Store;

namespace BuildKit.Engine.Builds;

/// <summary>The builds of a store in which something ran: a file each in <c>builds</c>, the newest hundred.</summary>
public sealed class BuildHistory(LocalStore store)
{
    private const int Most = 100;
    private const string Extension = ".json";

    /// <summary>The id of a build: when it began, to the 65,536th part of a second, so that of two builds the later one has the greater id.</summary>
    public static string NewId(DateTimeOffset started) => string.Create(
        CultureInfo.InvariantCulture, $"{started.UtcDateTime:yyyyMMdd-HHmmss}-{(started.Ticks % TimeSpan.TicksPerSecond << 16) / TimeSpan.TicksPerSecond:x4}");

    /// <summary>Remembers a build and forgets the oldest of too many. Where there is no room for it nothing is remembered: the build itself has done its work.</summary>
    public void Keep(BuildRecord build)
    {
        try
        {
            Directory.CreateDirectory(store.Paths.Builds);
            AtomicFile.Write(PathOf(build.Id), BuildRecordJson.Write(build), store.Temporary.NewPath("build"), sync: false);
            foreach (string old in Ids().Skip(Most))
            {
                File.Delete(PathOf(old));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>All builds that can be read, the newest first.</summary>
    public ImmutableArray<BuildRecord> All() => [.. Ids().Select(Read).OfType<BuildRecord>()];

    /// <summary>The builds whose ids begin in this way, the newest first.</summary>
    public ImmutableArray<BuildRecord> Find(string prefix) => [.. Ids().Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Select(Read).OfType<BuildRecord>()];

    private BuildRecord? Read(string id) => AtomicFile.Read(PathOf(id)) is { } content ? BuildRecordJson.Read(content) : null;

    private string PathOf(string id) => Path.Combine(store.Paths.Builds, id + Extension);

    private IEnumerable<string> Ids() => Directory.Exists(store.Paths.Builds)
        ? Directory.GetFiles(store.Paths.Builds, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).OrderDescending(StringComparer.Ordinal)
        : [];
}
