using System.Globalization;
using BuildKit.Oci;

namespace BuildKit.Cli.Buildfiles;

/// <summary>SOURCE_DATE_EPOCH (reproducible-builds.org/specs/source-date-epoch).</summary>
internal static class EpochVariable
{
    private const long LastSecondOfYear9999 = 253402300799;

    /// <summary>The time that the variable says; null where it is not set or empty.</summary>
    /// <exception cref="BuildKitException">It is no time (BK4301).</exception>
    public static DateTimeOffset? Read(IReadOnlyDictionary<string, string> environment)
    {
        if (!environment.TryGetValue("SOURCE_DATE_EPOCH", out string? text) || text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= LastSecondOfYear9999
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new BuildKitException(
                CommandLineErrorCodes.Usage, $"SOURCE_DATE_EPOCH is '{text}', which is no time.", "It is a whole number of seconds since 1970; unset it to use the commit's time.");
    }
}
