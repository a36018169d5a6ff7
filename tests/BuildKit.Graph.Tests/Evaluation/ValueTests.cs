using System.Globalization;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class ValueTests
{
    [Theory]
    [InlineData("\"a\" + \"b\"", "ab")]
    [InlineData("\"a\" + 1", "a1")]
    [InlineData("$\"{1 + 2 * 3 - 4 / 2 % 3}\"", "5")]
    [InlineData("$\"{-7 / 2} {-7 % 2}\"", "-3 -1")]
    [InlineData("$\"{1 < 2 && !(2 <= 1)} {1 > 2 || 2 >= 3}\"", "True False")]
    [InlineData("1 == 1 ? \"yes\" : \"no\"", "yes")]
    [InlineData("\"a\" != \"A\" ? \"differs\" : \"same\"", "differs")]
    [InlineData("git.Tag ?? \"none\"", "none")]
    [InlineData("git.Sha ?? \"none\"", "0123456789abcdef0123456789abcdef01234567")]
    [InlineData("git.Tag == null ? \"null\" : \"set\"", "null")]
    [InlineData("string.IsNullOrEmpty(git.Tag) ? \"empty\" : \"set\"", "empty")]
    [InlineData("@\"a\\\"\"b\"", "a\\\"b")]
    [InlineData("\"tab\\tquote\\\"\\u00e4\"", "tab\tquote\"ä")]
    [InlineData("\"\"\"\n    one\n      two\n    \"\"\"", "one\n  two")]
    [InlineData("$$\"\"\"{a} {{1 + 1}}\"\"\"", "{a} 2")]
    [InlineData("\"AbC\".ToLower() + \"AbC\".ToUpper()", "abcABC")]
    [InlineData("\" a \".Trim() + \"|\" + \" a \".TrimStart() + \"|\" + \" a \".TrimEnd()", "a|a | a")]
    [InlineData("\"a.b.c\".Replace(\".\", \"-\")", "a-b-c")]
    [InlineData("string.Join(\",\", \"a b c\".Split(\" \"))", "a,b,c")]
    [InlineData("$\"{\"abc\".Contains(\"b\")} {\"abc\".StartsWith(\"a\")} {\"abc\".EndsWith(\"b\")}\"", "True True False")]
    [InlineData("$\"{\"abc\".IndexOf(\"c\")} {\"abc\".IndexOf(\"x\")} {\"abc\".Length}\"", "2 -1 3")]
    [InlineData("\"abcdef\".Substring(2) + \"abcdef\".Substring(1, 2)", "cdefbc")]
    [InlineData("\"abc\"[1] + [\"x\", \"y\"][1]", "by")]
    [InlineData("1.ToString() + true.ToString()", "1True")]
    [InlineData("string.Join(\",\", [1, ..[2, 3], ..[]])", "1,2,3")]
    [InlineData("string.Join(\",\", [\"b\", \"a\", \"b\"].Distinct().Order())", "a,b")]
    [InlineData("string.Join(\",\", [10, 9, 8].Order())", "8,9,10")]
    [InlineData("string.Join(\",\", [\"a\", \"bb\"].Select(x => x.Length))", "1,2")]
    [InlineData("string.Join(\",\", [1, 2, 3, 4].Where(x => x % 2 == 0).Select(x => x * 10))", "20,40")]
    [InlineData("$\"{[1].Any()} {[1, 2].Any(x => x > 1)} {[1, 2].All(x => x > 1)}\"", "True True False")]
    [InlineData("[\"a\", \"b\"].First() + [\"a\", \"b\"].Last()", "ab")]
    [InlineData("string.Join(\",\", [1, 2, 3].Skip(1).Take(1))", "2")]
    [InlineData("$\"{[1, 2].Contains(2)} {[1, 2].Count}\"", "True 2")]
    [InlineData("string.Join(\"|\", [\"x\"].Select(x => string.Join(\",\", [\"y\"].Select(y => x + y))))", "xy")]
    [InlineData("target.Platform + \" \" + target.Os + \" \" + target.Arch + \" \" + build.Platform", "linux/amd64 linux amd64 linux/amd64")]
    [InlineData("git.CommitTime", "2026-01-31T12:05:06Z")]
    [InlineData("git.IsDirty ? \"dirty\" : \"clean\"", "clean")]
    public void An_expression_has_the_value_that_CSharp_gives_it(string expression, string expected) => Assert.Equal(expected, Evaluate.Value(expression));

    [Fact]
    public void Declarations_are_used_in_any_order() =>
        Assert.Equal("1-2", Evaluate.Value("c", "var c = Join(a, b); var b = \"2\"; string Join(string x, string y = \"9\") => $\"{x}-{y}\"; var a = \"1\";"));

    [Fact]
    public void A_function_takes_arguments_by_name_and_defaults() =>
        Assert.Equal("1-9", Evaluate.Value("Join(x: \"1\")", "string Join(string x, string y = \"9\") => $\"{x}-{y}\";"));

    [Fact]
    public void The_right_side_of_a_decided_operator_is_not_evaluated() =>
        Assert.Equal("ok", Evaluate.Value("false && 1 / 0 == 1 || true || 1 / 0 == 1 ? \"ok\" : $\"{1 / 0}\""));

    [Fact]
    public void The_culture_of_the_process_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("-5 I", Evaluate.Value("$\"{-5} {\"i\".ToUpper()}\""));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
