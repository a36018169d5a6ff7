using BuildKit.Cli.Terminals;
using BuildKit.Engine.Bases;
using BuildKit.Graph.Lock;

namespace BuildKit.Cli.Locking;

/// <summary>What changed in <c>buildkit.lock</c>, a line for each pin.</summary>
internal static class LockChangeText
{
    /// <summary>Prints it.</summary>
    /// <param name="nothing">What is said where nothing changed.</param>
    public static void Write(TextOutput output, LockChange change, string nothing)
    {
        bool any = false;
        foreach (string reference in change.Before.Images.Keys.Union(change.After.Images.Keys).Order(StringComparer.Ordinal))
        {
            var before = change.Before.Images.GetValueOrDefault(reference);
            var after = change.After.Images.GetValueOrDefault(reference);
            foreach (string platform in (before?.Keys ?? []).Union(after?.Keys ?? []).Order(StringComparer.Ordinal))
            {
                LockedImage? old = before?.GetValueOrDefault(platform);
                LockedImage? now = after?.GetValueOrDefault(platform);
                if (old != now)
                {
                    any = true;
                    output.Line(Line($"{reference} ({platform})", old, now));
                }
            }
        }

        if (!any)
        {
            output.Line(nothing);
        }
    }

    private static string Line(string pin, LockedImage? old, LockedImage? now) => (old, now) switch
    {
        (null, { } added) => $"pinned   {pin}  {added.Manifest}",
        ({ } removed, null) => $"dropped  {pin}  {removed.Manifest}",
        ({ } from, { } to) => $"moved    {pin}  {from.Manifest} -> {to.Manifest}",
        _ => pin,
    };
}
