using System.Collections.Immutable;
using BuildKit.Graph.Steps;

namespace BuildKit.Graph.Keys;

/// <summary>How a difference of the frames of one label is said, in the order in which differences are looked for.</summary>
internal static class KeyChanges
{
    internal static ImmutableArray<KeyChange> InOrder { get; } =
    [
        new(KeyLabels.Argument, (old, current) => $"the command changed from '{Short(string.Join(' ', old))}' to '{Short(string.Join(' ', current))}'"),
        new(KeyLabels.Pattern, (old, current) => $"the paths changed from '{Short(string.Join(' ', old))}' to '{Short(string.Join(' ', current))}'"),
        new(KeyLabels.Exclude, (_, _) => "the list of excluded files changed"),
        new(KeyLabels.Parents, (_, _) => "'parents' changed"),
        new(KeyLabels.To, (old, current) => $"the destination changed from {old.FirstOrDefault()} to {current.FirstOrDefault()}"),
        new(KeyLabels.ToFolder, (_, _) => "whether the destination is a folder changed"),
        new(KeyLabels.Target, (old, current) => $"the link's target changed from {old.FirstOrDefault()} to {current.FirstOrDefault()}"),
        new(KeyLabels.Source, (_, _) => "the files come from somewhere else"),
        new(KeyLabels.Strip, (_, _) => "the number of stripped path parts changed"),
        new(KeyLabels.Mode, (old, current) => $"the mode changed from {old.FirstOrDefault() ?? "none"} to {current.FirstOrDefault() ?? "none"}"),
        new(KeyLabels.Owner, (old, current) => $"the owner changed from {old.FirstOrDefault() ?? "0:0"} to {current.FirstOrDefault() ?? "0:0"}"),
        new(KeyLabels.Platform, (old, current) => $"the platform changed from {old.FirstOrDefault()} to {current.FirstOrDefault()}"),
        new(KeyLabels.Network, (_, current) => NetworkText(current.FirstOrDefault() ?? "none")),
        new(KeyLabels.User, (old, current) => $"the user changed from {old.FirstOrDefault()} to {current.FirstOrDefault()}"),
        new(KeyLabels.Dir, (old, current) => $"the directory changed from {old.FirstOrDefault()} to {current.FirstOrDefault()}"),
        new(KeyLabels.Env, Variables),
        new(KeyLabels.Value, Values),
        new(KeyLabels.Mount, Mounts),
        new(KeyLabels.Secret, (old, current) => "the secrets among its variables changed: " + Names(old, current)),
        new(KeyLabels.Content, (_, _) => KeyComparison.ContentChanged),
        new(KeyLabels.Root, Layers),
        new(KeyLabels.Destination, (_, _) => "the folders at the destination changed in the step before"),
    ];

    private static string NetworkText(string current) => current switch
    {
        "host" => "the network was switched on",
        "none" => "the network was switched off",
        _ => $"the hosts that it may reach changed to {Short(current[NetworkAccess.HostsPrefix.Length..])}",
    };

    private static string Variables(IReadOnlyList<string> old, IReadOnlyList<string> current) => "the environment changed: " + Names(old, current);

    private static string Values(IReadOnlyList<string> old, IReadOnlyList<string> current) => "the template's values changed: " + Names(old, current);

    private static string Names(IReadOnlyList<string> old, IReadOnlyList<string> current)
    {
        IEnumerable<string> changed = old.Except(current, StringComparer.Ordinal).Concat(current.Except(old, StringComparer.Ordinal))
            .Select(text => text[..text.IndexOf('=', StringComparison.Ordinal)])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        string names = Short(string.Join(", ", changed));
        return names.Length > 0 ? names : "their order";
    }

    private static string Mounts(IReadOnlyList<string> old, IReadOnlyList<string> current)
    {
        string[] changed = [.. current.Except(old, StringComparer.Ordinal)];
        return changed.Length == 1 && old.Count == current.Count && changed[0].StartsWith("bind ", StringComparison.Ordinal)
            ? $"the files mounted at {changed[0][(changed[0].LastIndexOf(' ') + 1)..]} changed"
            : "its mounts changed";
    }

    private static string Layers(IReadOnlyList<string> old, IReadOnlyList<string> current)
    {
        int same = old.Zip(current).TakeWhile(pair => pair.First == pair.Second).Count();
        return same == 0 ? "the root filesystem changed from its first layer on" : $"the root filesystem changed in front of it, from layer {same + 1} of {current.Count} on";
    }

    private static string Short(string text)
    {
        const int most = 60;
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= most ? line : line[..most] + "...";
    }
}
