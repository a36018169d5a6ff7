using System.Globalization;
using System.Text;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Store;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>
/// What a Copy from the context came to the last time, so that it need not be planned again where a walk over the context sees what it saw
/// then, and the parent is the same. A value for each Copy and parent, in a space for each context folder; a later one takes the place of it.
/// </summary>
internal sealed class CopyMemory(StoreIndex index)
{
    private const string Nothing = "none";
    private const string NoOwner = "-";

    /// <summary>What is remembered; null where the context or the parent is another.</summary>
    /// <param name="fingerprint">Of the context as it is now.</param>
    internal RememberedCopy? Find(string context, CopyStep step, StepResult parent, Digest fingerprint)
    {
        if (index.Get(SpaceOf(context), KeyOf(step, parent)) is not { } value
            || Encoding.ASCII.GetString(value).Split(' ') is not [var seen, var changes, var size, var owner]
            || seen != fingerprint.ToString()
            || !Digest.TryParse(changes, out Digest digest))
        {
            return null;
        }

        return owner == NoOwner ? new RememberedCopy(digest, size == Nothing, null)
            : TryParse(owner, out FileOwner named) ? new RememberedCopy(digest, size == Nothing, named)
            : null;
    }

    /// <summary>Remembers it.</summary>
    internal void Keep(string context, CopyStep step, StepResult parent, Digest fingerprint, RememberedCopy copy) =>
        index.Put(
            SpaceOf(context),
            KeyOf(step, parent),
            Encoding.ASCII.GetBytes($"{fingerprint} {copy.Changes} {(copy.IsEmpty ? Nothing : "some")} {copy.Owner?.ToString() ?? NoOwner}"));

    // The version of keys stands for the rules by which a Copy is planned.
    private static string SpaceOf(string context) => $"copy:{StepKeys.FormatVersion}:{context}";

    private static string KeyOf(CopyStep step, StepResult parent) => new KeyFrames()
        .AddAll("root", [.. parent.DiffIds.Select(layer => layer.ToString())])
        .Add("dir", parent.Config.WorkingDir)
        .AddAll("pattern", step.Selection.Patterns)
        .AddAll("exclude", step.Selection.Excludes)
        .Add("parents", step.Selection.Parents ? "true" : null)
        .Add("to", step.To)
        .Add("owner", step.Owner)
        .Add("mode", step.Mode?.ToString(CultureInfo.InvariantCulture))
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
