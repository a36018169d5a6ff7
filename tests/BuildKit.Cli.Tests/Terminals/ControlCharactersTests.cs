using BuildKit.Cli.Terminals;
using CsCheck;

namespace BuildKit.Cli.Tests.Terminals;

public sealed class ControlCharactersTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb", "a    b")]
    [InlineData("\e[31mred\e[0m", "red")]
    [InlineData("50%\r100%", "100%")]
    [InlineData("whole\r", "whole")]
    [InlineData("\e]0;title\amore", "more")]
    [InlineData("\e]8;;http://x\e\\link", "link")]
    [InlineData("\e[", "")]
    [InlineData("\e", "")]
    [InlineData("bell\a\b\u009b", "bell")]
    [InlineData("Größe 🎉", "Größe 🎉")]
    public void Only_what_can_be_seen_is_left(string line, string expected) => Assert.Equal(expected, ControlCharacters.Shown(line));

    [Fact]
    public void No_line_whatever_leaves_a_control_character() =>
        Gen.Char.Array.Sample(characters => !ControlCharacters.Shown(new string(characters)).Any(char.IsControl));
}
