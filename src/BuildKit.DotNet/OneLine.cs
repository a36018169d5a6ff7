namespace BuildKit.DotNet;

/// <summary>A message of several lines as one.</summary>
internal static class OneLine
{
    internal static string Of(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
