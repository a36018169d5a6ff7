using System.Globalization;
using System.Text;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Store;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>
/// What a Copy came to the last time, so that it need not be planned again where its source and its parent are what they were then. A value for
/// each Copy and parent, in a space for each source; a later one takes the place of it.
/// </summary>
internal sealed class CopyMemory(StoreIndex index)
{
    /// <summary>What the names of its spaces begin with. The version of keys stands for the rules by which a Copy is planned.</summary>
    internal static readonly string Prefix = $"copy:{StepKeys.FormatVersion}:";

    private const string Nothing = "none";
    private const string NoOwner = "-";

    private readonly Dictionary<string, Dictionary<string, string>> learned = [];
    private readonly Lock gate = new();

    /// <summary>What is remembered; null where the source or the parent is another.</summary>
    internal RememberedCopy? Find(CopyStep step, StepResult parent, SeenSource source)
    {
        if (index.Get(SpaceOf(source), KeyOf(step, parent)) is not { } value
            || Encoding.ASCII.GetString(value).Split(' ') is not [var seen, var changes, var size, var owner]
            || seen != source.Fingerprint.ToString()
            || !Digest.TryParse(changes, out Digest digest))
        {
            return null;
        }

        return owner == NoOwner ? new RememberedCopy(digest, size == Nothing, null)
            : TryParse(owner, out FileOwner named) ? new RememberedCopy(digest, size == Nothing, named)
            : null;
    }

    /// <summary>Takes note of it.</summary>
    internal void Note(CopyStep step, StepResult parent, SeenSource source, RememberedCopy copy)
    {
        lock (gate)
        {
            string space = SpaceOf(source);
            if (!learned.TryGetValue(space, out Dictionary<string, string>? values))
            {
                learned.Add(space, values = []);
            }

            values[KeyOf(step, parent)] = $"{source.Fingerprint} {copy.Changes} {(copy.IsEmpty ? Nothing : "some")} {copy.Owner?.ToString() ?? NoOwner}";
        }
    }

    /// <summary>Keeps what was noted; writes nothing where that is nothing.</summary>
    internal void Save()
    {
        foreach ((string space, Dictionary<string, string> values) in learned)
        {
            index.PutAll(
                space, [.. values.Select(value => new KeyValuePair<byte[], byte[]>(Encoding.ASCII.GetBytes(value.Key), Encoding.ASCII.GetBytes(value.Value)))]);
        }
    }

    private static string SpaceOf(SeenSource source) => Prefix + source.Name;

    private static string KeyOf(CopyStep step, StepResult parent) => new KeyFrames()
        .Add("root", parent.Chain)
        .Add("dir", parent.Config.WorkingDir)
        .AddAll("pattern", step.Selection.Patterns)
        .AddAll("exclude", step.Selection.Excludes)
        .Add("parents", step.Selection.Parents ? "true" : null)
        .Add("to", step.To)
        .Add("owner", step.Owner)
        .Add("mode", step.Mode?.ToString(CultureInfo.InvariantCulture))
        .Add("modes", step.IsNormalized ? "normal" : null)
        .ToDigest()
        .ToString();

    private static bool TryParse(string text, out FileOwner owner)
    {
        uint uid = 0;
        uint gid = 0;
        bool isOwner = text.Split(':') is [var first, var second]
            && uint.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out uid)
            && uint.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out gid);
        owner = new FileOwner(uid, gid);
        return isOwner;
    }
}
