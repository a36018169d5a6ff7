using System.Text;
using BuildKit.Engine.Files;

namespace BuildKit.Engine.Tests.Files;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("*", ".hidden", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "ab/c", false)]
    [InlineData("?", "é", true)]
    [InlineData("?", "/", false)]
    [InlineData("??", "é", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[é]", "é", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[a\\]]", "]", true)]
    [InlineData("[^a]", "/", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("**/b", "b", true)]
    [InlineData("**/b", "a/b", true)]
    [InlineData("**/b", "ab", false)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a/**/c", "a/b/b/c", true)]
    [InlineData("a/**/c", "a/bc", false)]
    [InlineData("**/*.cs", "x.cs", true)]
    [InlineData("**/*.cs", "a/b.d/x.cs", true)]
    [InlineData("**/*.cs", "a/x.css", false)]
    [InlineData("*.cs*", "x.csproj", true)]
    [InlineData("", "", true)]
    public void A_pattern_matches_the_whole_path(string pattern, string path, bool isMatch) =>
        Assert.Equal(isMatch, GlobPattern.TryParse(pattern)!.IsMatch(Encoding.UTF8.GetBytes(path)));

    [Theory]
    [InlineData("[a")]
    [InlineData("[")]
    [InlineData("a\\")]
    [InlineData("[a-")]
    public void An_unended_class_or_escape_is_none(string pattern) => Assert.Null(GlobPattern.TryParse(pattern));

    [Fact]
    public void Bytes_that_are_not_text_are_one_character_each() =>
        Assert.True(GlobPattern.TryParse("n?*")!.IsMatch([(byte)'n', 0xff, 0xfe]));

    [Fact]
    public void A_hostile_pattern_takes_no_longer_than_pattern_times_path() =>
        Assert.False(GlobPattern.TryParse(string.Concat(Enumerable.Repeat("*a", 60)) + "b")!.IsMatch(Encoding.UTF8.GetBytes(new string('a', 4000) + "c")));
}
