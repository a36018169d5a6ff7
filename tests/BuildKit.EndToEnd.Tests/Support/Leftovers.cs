namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>What a build must not leave behind.</summary>
public static class Leftovers
{
    /// <summary>The ids of processes whose command line holds a text.</summary>
    public static List<int> Processes(string text)
    {
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out int id) || id == Environment.ProcessId)
            {
                continue;
            }

            try
            {
                string[] arguments = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (arguments.Length > 0 && arguments[0].EndsWith("sleep", StringComparison.Ordinal) && arguments.Contains(text))
                {
                    found.Add(id);
                }
            }
            catch (IOException)
            {
                // It ended between the two looks.
            }
        }

        return found;
    }

    /// <summary>Control groups of sandboxes whose launcher has ended: named buildkit-NAMESPACE-PID-START.</summary>
    public static IReadOnlyList<string> OrphanedCgroups() => !Directory.Exists("/sys/fs/cgroup") ? [] :
        [.. Directory.EnumerateDirectories("/sys/fs/cgroup", "buildkit-*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true })
            .Where(folder => !Directory.Exists("/proc/" + Path.GetFileName(folder).Split('-')[2]) && Directory.Exists(folder))];

    /// <summary>Waits, at most half a minute, until something holds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (int attempt = 0; !holds(); attempt++)
        {
            Assert.True(attempt < 300, "What was waited for did not come within half a minute.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
