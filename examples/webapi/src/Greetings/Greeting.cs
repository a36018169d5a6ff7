using Humanizer;

namespace Greetings;

/// <summary>What the service says.</summary>
public static class Greeting
{
    /// <summary>Greets someone by name and tells how long the service has been up.</summary>
    public static string For(string name, TimeSpan uptime) =>
        $"Hello, {name.Humanize(LetterCasing.Title)}! Up for {uptime.Humanize()}.";
}
