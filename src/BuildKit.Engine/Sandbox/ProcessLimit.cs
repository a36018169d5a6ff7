using System.Globalization;

namespace BuildKit.Engine.Sandbox;

/// <summary>How many processes and threads a sandbox may have where nobody says.</summary>
internal static class ProcessLimit
{
    // More than any compiler or test run starts.
    private const int Most = 32768;

    // A few steps run at once, and whoever started them needs numbers as well.
    private const int Share = 8;

    private static readonly Lazy<int> Read = new(() => Of(SettingOf("/proc/sys/kernel/pid_max"), SettingOf("/proc/sys/kernel/threads-max")));

    /// <summary>This machine's.</summary>
    internal static int Default => Read.Value;

    /// <summary>The limit for a machine with such settings; null for one that is not known.</summary>
    internal static int Of(long? processIds, long? threads) =>
        (int)Math.Min(Most, Math.Min(processIds ?? long.MaxValue, threads ?? long.MaxValue) / Share);

    private static long? SettingOf(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) && value > 0 ? value : null;
}
