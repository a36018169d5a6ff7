using BuildKit.Language.Tests.Baselines;
using CsCheck;

namespace BuildKit.Language.Tests.Properties;

/// <summary>Texts that nobody would write: pieces of the language in any order, and real files with pieces cut out, doubled or put in.</summary>
internal static class HostileText
{
    private static readonly string[] pieces =
    [
        "stage ", "image ", "steps ", "param ", "secret ", "using ", "var ", "test ", "environment ", "from ", "for ", "on build ", "if ", "else ", "foreach ", "in ",
        "string ", "int", "bool", "true", "null", "new ", "with ", "as ", "x", "Run", "Copy", "git.Sha", "env.PATH", "target", "scratch", "Locked", "Cache",
        "(", ")", "[", "]", "{", "}", ";", ",", ":", ".", "..", "=", "=>", "?", "??", "+", "-", "*", "/", "%", "!", "==", "!=", "<", "<=", "&&", "||", "<<", "#",
        "\"", "\"a\"", "$\"", "$\"{", "@\"", "$@\"", "\"\"\"", "$\"\"\"", "$$\"\"\"\n", "\"\"\"\"", "{{", "}}", "\\", "'", "`", "~", "\0", "\u001b", "\uD800", "\uDC00", "é", "𝄞",
        "//", "/*", "*/", "1", "99999999999999999999", "1.5", " ", "  ", "\t", "\n", "\r\n", "\r", "\n\n    ",
    ];

    private static readonly string[] files =
        [.. Baseline.Names.Select(name => File.ReadAllText(Path.Combine(Baseline.Root, name, "main.buildfile"))).Where(text => text.Length is > 0 and < 6000)];

    private static readonly Gen<string> pieced = OneOf(pieces).Array[0, 60].Select(string.Concat);

    private static readonly Gen<string> mutated =
        from file in OneOf(files)
        from changes in Gen.Select(Gen.Int[0, 6000], Gen.Int[0, 40], OneOf(pieces), Gen.Int[0, 2]).Array[1, 6]
        select changes.Aggregate(file, Mutate);

    public static Gen<string> Any { get; } = Gen.OneOf(pieced, mutated, Gen.String);

    private static Gen<string> OneOf(string[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    private static string Mutate(string text, (int At, int Length, string Piece, int Kind) change)
    {
        int at = Math.Min(change.At % (text.Length + 1), text.Length);
        int length = Math.Min(change.Length, text.Length - at);
        return change.Kind switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, change.Piece),
            _ => text.Insert(at, text.Substring(at, length)),
        };
    }
}
