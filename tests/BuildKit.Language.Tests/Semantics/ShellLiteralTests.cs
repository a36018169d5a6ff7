using BuildKit.Language.Diagnostics;

namespace BuildKit.Language.Tests.Semantics;

public sealed class ShellLiteralTests
{
    [Theory]
    [InlineData("echo «x»")]
    [InlineData("a=«x»; b=\"$a\"«x»'c'")]
    [InlineData("echo \"$(cat «x»)\" $(echo $(echo «x»))")]
    [InlineData("echo \"a \\\" b\" «x»")]
    [InlineData("echo it\\'s «x»")]
    [InlineData("echo \"it's\" «x»")]
    [InlineData("echo 'a \\' «x»")]
    [InlineData("# it's a \"comment\n echo «x»")]
    [InlineData("echo a#b $# ${#v} «x»")]
    [InlineData("f() { echo «x»; }; f")]
    [InlineData("echo $((1 << EOF)) \n echo «x»")]
    [InlineData("cat <<< it \n echo «x»")]
    [InlineData("cat <<'EOF'\nit's $(\n\"\nEOF\necho «x»")]
    [InlineData("cat <<-EOF <<B\nit's\n\tEOF\n\"\nB\necho «x»")]
    [InlineData("echo \"<<EOF\"\necho «x»")]
    [InlineData("echo '«Raw(x)»' \"«Raw(x)»\"")]
    [InlineData("case a in a) echo «x» ;; esac")]
    public void A_hole_may_stand_where_a_word_does(string script) => Assert.Empty(Faults(script));

    [Theory]
    [InlineData("echo '«x»'", "quotes")]
    [InlineData("echo \"«x»\"", "quotes")]
    [InlineData("echo \"a $(echo 'b') «x»\"", "quotes")]
    [InlineData("echo \"it's «x»\"", "quotes")]
    [InlineData("echo 'a'\"b\"'«x»'", "quotes")]
    [InlineData("echo ${v:-«x»}", "${...}")]
    [InlineData("echo \"${v:-'«x»'}\"", "${...}")]
    [InlineData("echo `cat «x»`", "backticks")]
    [InlineData("echo a # «x»", "comment")]
    [InlineData("cat <<EOF\n«x»\nEOF\n", "here-document")]
    [InlineData("cat <<EOF\n«x»EOF\n«x»\nEOF\n", "here-document", 2)]
    [InlineData("cat <<\"E\"\n«x»\nE", "here-document")]
    [InlineData("$(cat <<EOF\n«x»\nEOF\n)", "here-document")]
    [InlineData("echo \\«x»", "backslash")]
    [InlineData("echo $«x»", "'$' before a hole")]
    public void A_hole_is_refused_where_quoting_cannot_work(string script, string reason, int count = 1)
    {
        Diagnostic[] faults = Faults(script);
        Assert.Equal(count, faults.Length);
        Assert.All(faults, fault => Assert.Contains(reason, fault.Message));
    }

    /// <summary>Holes are written «x», so that the script stands as it is.</summary>
    private static Diagnostic[] Faults(string script)
    {
        string literal = "$$$\"\"\"\n" + script.Replace("«", "{{{").Replace("»", "}}}") + "\n\"\"\"";
        return [.. Source.Bind($"var x = \"a\";\nimage I from scratch {{ Run({literal}); }}\n").Diagnostics];
    }
}
