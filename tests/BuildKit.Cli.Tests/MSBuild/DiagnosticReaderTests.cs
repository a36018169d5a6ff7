using BuildKit.MSBuild.Tool;

namespace BuildKit.Cli.Tests.MSBuild;

/// <summary>What of the tool's standard error is a diagnostic.</summary>
public sealed class DiagnosticReaderTests
{
    private readonly List<ToolDiagnostic> found = [];
    private readonly List<string> other = [];

    [Fact]
    public void A_diagnostic_has_its_place_and_takes_its_source_lines_and_notes_along()
    {
        Read(
            "Buildfile(6,24): error BK2104: 'Copy' has no parameter 'onwer'; did you mean 'owner'?",
            "   6 |     Copy(\".\", to: \".\", onwer: \"app\");",
            "     |                        ^^^^^",
            "../shared/Buildfile(1200,3): warning BK2010: declared twice",
            "1200 | var a = 1;",
            "     |     ^",
            "../shared/Buildfile(2,3): note: it was declared here",
            "   2 | var a = 1;",
            "1 error; nothing was run.");
        Assert.Equal(
            [
                new ToolDiagnostic("error", "BK2104", "'Copy' has no parameter 'onwer'; did you mean 'owner'?\n   6 |     Copy(\".\", to: \".\", onwer: \"app\");\n     |                        ^^^^^", "/repository/app/Buildfile", 6, 24),
                new ToolDiagnostic("warning", "BK2010", "declared twice\n1200 | var a = 1;\n     |     ^\n../shared/Buildfile(2,3): note: it was declared here\n   2 | var a = 1;", "/repository/shared/Buildfile", 1200, 3),
            ],
            found);
        Assert.Equal(["1 error; nothing was run."], other);
    }

    [Fact]
    public void What_a_failed_step_printed_is_no_diagnostic_of_its_own()
    {
        Read(
            "Buildfile(3,5): error BK4204: The command exited with code 1.",
            "  output:",
            "    /src/Api/Program.cs(3,5): error CS1002: ; expected",
            "    error BK1002: it says so itself",
            "  exit code: 1",
            "error BK5201: The registry does not answer.",
            "  Try it later.");
        Assert.Equal([("BK4204", "/repository/app/Buildfile", 3), ("BK5201", null, 0)], found.Select(diagnostic => (diagnostic.Code, diagnostic.File, diagnostic.Line)));
        Assert.Contains("error CS1002", found[0].Text, StringComparison.Ordinal);
        Assert.Equal("The registry does not answer.\n  Try it later.", found[1].Text);
        Assert.Empty(other);
    }

    private void Read(params string[] lines)
    {
        var reader = new DiagnosticReader("/repository/app", found.Add, other.Add);
        Array.ForEach(lines, reader.Read);
        reader.Complete();
    }
}
