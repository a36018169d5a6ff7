using BuildKit.Cli.Terminals;
using BuildKit.Engine.Bases;
using BuildKit.Graph.Lock;
using BuildKit.Oci.Content;

namespace BuildKit.Cli.Locking;

/// <summary>What changed in <c>buildkit.lock</c>, a line for each pin.</summary>
internal static class LockChangeText
{
    /// <summary>Prints it.</summary>
    /// <param name="nothing">What is said where nothing changed.</param>
    public static void Write(TextOutput output, LockChange change, string nothing)
    {
        bool any = false;
        foreach ((string reference, var platforms) in change.After.Images)
        {
            foreach ((string platform, LockedImage now) in platforms)
            {
                LockedImage? old = change.Before.Images.GetValueOrDefault(reference)?.GetValueOrDefault(platform);
                if (old != now)
                {
                    any = true;
                    string pin = $"{reference} ({platform})  ";
                    output.Line(old is null ? $"pinned   {pin}{now.Manifest}" : $"moved    {pin}{old.Manifest} -> {now.Manifest}");
                }
            }
        }

        foreach ((string url, Digest now) in change.After.Downloads)
        {
            if (!change.Before.Downloads.TryGetValue(url, out Digest old) || old != now)
            {
                any = true;
                output.Line(change.Before.Downloads.ContainsKey(url) ? $"moved    {url}  {old} -> {now}" : $"pinned   {url}  {now}");
            }
        }

        if (!any)
        {
            output.Line(nothing);
        }
    }
}
