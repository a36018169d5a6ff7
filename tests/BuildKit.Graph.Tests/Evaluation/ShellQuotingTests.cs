using System.Diagnostics;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Steps;
using CsCheck;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class ShellQuotingTests
{
    private static string Script(string expression, string declarations = "") =>
        Evaluate.Graph($"{declarations} image X from \"base:1\" {{ Run({expression}); }}").Steps.OfType<RunStep>().Single().Command.Arguments.Single();

    [Theory]
    [InlineData("$\"echo {\"a b\"}\"", "echo 'a b'")]
    [InlineData("$\"echo {\"it's\"}\"", "echo 'it'\\''s'")]
    [InlineData("$\"echo {\"\"} {8080} {true}\"", "echo '' '8080' 'True'")]
    [InlineData("$\"echo {[\"a\", \"b c\", \"$x\"]}\"", "echo 'a' 'b c' '$x'")]
    [InlineData("$\"echo {[\"a\"].Where(x => x == \"\")}.\"", "echo .")]
    [InlineData("$\"echo {Raw(\"$HOME | cat\")}\"", "echo $HOME | cat")]
    [InlineData("Raw(\"a\" + \" b\")", "a b")]
    [InlineData("\"plain $HOME\"", "plain $HOME")]
    [InlineData("\"\"\"\n    one\n    two\n    \"\"\"", "one\ntwo")]
    [InlineData("$\"a --x={\"1 2\"}/{\"b\"}\"", "a --x='1 2'/'b'")]
    public void A_hole_is_one_word_and_a_list_one_word_each(string expression, string expected) => Assert.Equal(expected, Script(expression));

    [Fact]
    public void Every_string_comes_back_from_a_real_shell_as_it_was()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        Gen<string> texts = Gen.String[Gen.OneOf(Gen.Char['\u0001', '\u007f'], Gen.Char["'\"\\$`\n *~äß€"]), 0, 40];
        texts.List[50].Sample(
            list =>
            {
                string script = "printf '%s\\0' " + string.Join(' ', list.Select(ShellWord.Quote));
                Assert.Equal(list, Shell(script).Split('\0')[..^1]);
            },
            iter: 20, threads: 1);
    }

    [Theory]
    [InlineData("if")]
    [InlineData("2")]
    [InlineData("~")]
    [InlineData("{a,b}")]
    [InlineData("!")]
    [InlineData("x=1")]
    [InlineData("-n")]
    public void A_word_that_means_something_to_the_shell_is_only_a_word(string word)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");
        Assert.Equal($"<{word}>", Shell($"f() {{ printf '<%s>' \"$1\"; }}; f {ShellWord.Quote(word)}"));
        Assert.Equal($"{word}", Shell($"printf %s {ShellWord.Quote(word)}>/dev/stdout"));
    }

    private static string Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-ec", script]) { RedirectStandardOutput = true, StandardOutputEncoding = new System.Text.UTF8Encoding(false) };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
