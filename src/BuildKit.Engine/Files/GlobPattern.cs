using System.Buffers;
using System.Text;

namespace BuildKit.Engine.Files;

/// <summary>
/// A pattern over a whole path: <c>*</c> and <c>?</c> stay within a part, <c>[a-z]</c> and <c>[^a-z]</c> are classes, <c>\</c> takes the next
/// character as it is, <c>**</c> crosses slashes and <c>**/</c> may match nothing. Works on bytes; one character of <c>?</c> or a
/// class is a UTF-8 character, or a byte where there is none. Takes time proportional to pattern times path, whatever the pattern.
/// </summary>
internal sealed class GlobPattern
{
    private readonly GlobToken[] tokens;
    private readonly byte[] prefix;
    private readonly byte[] suffix;

    private GlobPattern(GlobToken[] tokens)
    {
        this.tokens = tokens;
        prefix = [.. tokens.TakeWhile(token => token.Kind == GlobTokenKind.Literal).SelectMany(token => token.Bytes)];
        suffix = [.. tokens.Reverse().TakeWhile(token => token.Kind == GlobTokenKind.Literal).Reverse().SelectMany(token => token.Bytes)];
        IsLiteral = tokens.All(token => token.Kind == GlobTokenKind.Literal);
    }

    /// <summary>Whether the pattern names one path.</summary>
    public bool IsLiteral { get; }

    /// <summary>What every match begins with.</summary>
    public ReadOnlySpan<byte> Prefix => prefix;

    /// <summary>Whether the text holds a character with a meaning in patterns.</summary>
    public static bool HasMeaning(string text) => text.AsSpan().ContainsAny("*?[\\");

    /// <summary>Reads a pattern; null where a class or an escape is not ended.</summary>
    public static GlobPattern? TryParse(string text)
    {
        var tokens = new List<GlobToken>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            GlobToken? token = GlobToken.Read(ref rest);
            if (token is null)
            {
                return null;
            }

            tokens.Add(token);
        }

        return new GlobPattern([.. tokens]);
    }

    /// <summary>Whether the whole path matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(prefix) || !path.EndsWith(suffix))
        {
            return false;
        }

        return IsLiteral ? path.SequenceEqual(prefix) : Simulate(path);
    }

    private bool Simulate(ReadOnlySpan<byte> path)
    {
        // A state is a number of tokens that are matched. All states advance together over the path.
        Span<bool> current = tokens.Length < 256 ? stackalloc bool[256] : new bool[tokens.Length + 1];
        Span<bool> next = tokens.Length < 256 ? stackalloc bool[256] : new bool[tokens.Length + 1];
        current[0] = true;
        SkipEmpty(current, isPartStart: true);
        while (!path.IsEmpty)
        {
            bool isText = Rune.DecodeFromUtf8(path, out Rune rune, out int consumed) == OperationStatus.Done;
            int length = isText ? consumed : 1;
            int character = isText ? rune.Value : -1;
            next.Clear();
            for (int state = 0; state < tokens.Length; state++)
            {
                if (current[state] && tokens[state].Matches(path[..length], character))
                {
                    next[tokens[state].Repeats ? state : state + 1] = true;
                }
            }

            SkipEmpty(next, isPartStart: path[0] == '/');
            Span<bool> swap = current;
            current = next;
            next = swap;
            path = path[length..];
        }

        return current[tokens.Length];
    }

    // "**/" is left only at a part's start: "**/b" matches b and a/b, not ab.
    private void SkipEmpty(Span<bool> states, bool isPartStart)
    {
        for (int state = 0; state < tokens.Length; state++)
        {
            if (states[state] && (tokens[state].Kind is GlobTokenKind.Part or GlobTokenKind.Anything || (tokens[state].Kind == GlobTokenKind.Folders && isPartStart)))
            {
                states[state + 1] = true;
            }
        }
    }
}
