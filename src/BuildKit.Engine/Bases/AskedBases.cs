using System.Globalization;
using System.Text;
using BuildKit.Engine.Store;

namespace BuildKit.Engine.Bases;

/// <summary>The pins of bases that registries were asked about within a day, in the store's index.</summary>
internal sealed class AskedBases(StoreIndex index, TimeProvider time)
{
    private const string Space = "asked";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Those that were not.</summary>
    internal LockedBase[] Due(IEnumerable<LockedBase> bases) => [.. bases.Where(known => !IsOfToday(index.Get(Space, KeyOf(known))))];

    /// <summary>Notes that they were, now, and forgets those of earlier days.</summary>
    internal void Note(IReadOnlyCollection<LockedBase> bases)
    {
        if (bases.Count > 0)
        {
            byte[] now = Encoding.ASCII.GetBytes(time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            index.RemoveAll([.. index.GetAll(Space).Where(row => !IsOfToday(row.Value)).Select(row => (Space, (byte[]?)row.Key))]);
            index.PutAll(Space, [.. bases.Select(known => new KeyValuePair<byte[], byte[]>(Encoding.UTF8.GetBytes(KeyOf(known)), now))]);
        }
    }

    // A pin that was updated meanwhile, or that another Buildfile has, is another one.
    private static string KeyOf(LockedBase known) => $"{known.Reference} {known.Platform} {known.Pin.Manifest}";

    private bool IsOfToday(byte[]? value)
    {
        if (value is null || !long.TryParse(Encoding.ASCII.GetString(value), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return false;
        }

        // A time that is still to come was written while the clock was wrong.
        long age = time.GetUtcNow().ToUnixTimeSeconds() - seconds;
        return age >= 0 && age < Day.TotalSeconds;
    }
}
