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
                    Write($"{reference} ({platform})", old?.Manifest.ToString(), now.Manifest.ToString());
                }
            }
        }

        foreach ((string url, Digest now) in change.After.Downloads)
        {
            Say(url, change.Before.Downloads.TryGetValue(url, out Digest old) ? old.ToString() : null, now.ToString());
        }

        foreach ((string url, var references) in change.After.Checkouts)
        {
            foreach ((string reference, string now) in references)
            {
                Say($"{url} ({reference})", change.Before.FindCheckout(url, reference), now);
            }
        }

        if (!any)
        {
            output.Line(nothing);
        }

        void Say(string what, string? old, string now)
        {
            if (old != now)
            {
                Write(what, old, now);
            }
        }

        void Write(string what, string? old, string now)
        {
            any = true;
            output.Line(old is null ? $"pinned   {what}  {now}" : $"moved    {what}  {old} -> {now}");
        }
    }
}
