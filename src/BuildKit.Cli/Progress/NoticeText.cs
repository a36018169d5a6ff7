using BuildKit.Cli.Terminals;
using BuildKit.Engine.Events;

namespace BuildKit.Cli.Progress;

/// <summary>Lines about events that have no line of a step.</summary>
internal static class NoticeText
{
    /// <summary>The line of an event; null where a step or test has its own.</summary>
    public static string? Of(TextOutput output, BuildEvent buildEvent) => buildEvent switch
    {
        BuildWarning warning =>
            $"{output.Styled(TextStyle.Warning, $"warning {warning.Code}:")} {ControlCharacters.Shown(warning.Message)}{(warning.Advice is null ? "" : " " + ControlCharacters.Shown(warning.Advice))}",
        CacheExported exported =>
            $"cached to {output.Styled(TextStyle.Strong, exported.Place)}  {(exported.Steps == 1 ? "1 step" : $"{exported.Steps} steps")}, {Sizes.Bytes(exported.MovedBytes)} sent",
        ReportsWritten written =>
            $"reports in {output.Styled(TextStyle.Strong, ControlCharacters.Shown(written.Folder))}  {(written.Files == 1 ? "1 file" : $"{written.Files} files")}",
        _ => null,
    };
}
