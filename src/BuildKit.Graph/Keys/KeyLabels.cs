namespace BuildKit.Graph.Keys;

/// <summary>The labels of key frames. Renaming one changes every key, so it needs a new <see cref="StepKeys.FormatVersion"/> (docs/keys.md).</summary>
internal static class KeyLabels
{
    internal const string Format = "format";
    internal const string Kind = "kind";
    internal const string Platform = "platform";
    internal const string Root = "root";
    internal const string Argument = "argument";
    internal const string Env = "env";
    internal const string Dir = "dir";
    internal const string User = "user";
    internal const string Network = "network";
    internal const string Mount = "mount";
    internal const string Secret = "secret";
    internal const string Source = "source";
    internal const string Pattern = "pattern";
    internal const string Exclude = "exclude";
    internal const string Parents = "parents";
    internal const string To = "to";
    internal const string ToFolder = "to.folder";
    internal const string Owner = "owner";
    internal const string Mode = "mode";
    internal const string Content = "content";
    internal const string Destination = "destination";
    internal const string Value = "value";
    internal const string Strip = "strip";
    internal const string Path = "path";
    internal const string Target = "target";
    internal const string Sdk = "sdk";
    internal const string Command = "command";
    internal const string Reference = "reference";
}
