using System.Text.RegularExpressions;
using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.House;

/// <summary>A code is stable: unique, explained in docs/diagnostics.md, and provoked by a test.</summary>
public sealed partial class ErrorCodeTests
{
    private static readonly Dictionary<string, string[]> Bands = new(StringComparer.Ordinal)
    {
        ["DiagnosticCodes"] = ["BK1", "BK2"],
        ["GraphDiagnosticCodes"] = ["BK2", "BK1"],
        ["ExecutionErrorCodes"] = ["BK40", "BK41", "BK42"],
        ["CommandLineErrorCodes"] = ["BK43"],
        ["MSBuildErrorCodes"] = ["BK42"],
        ["FactErrorCodes"] = ["BK44", "BK41"],
        ["TemplateErrorCodes"] = ["BK45", "BK42"],
        ["OciErrorCodes"] = ["BK50", "BK51", "BK52"],
        ["DeliveryErrorCodes"] = ["BK60"],
    };

    [Fact]
    public void No_code_has_two_meanings()
    {
        Assert.NotEmpty(ErrorCode.All);
        Assert.Empty(ErrorCode.All.GroupBy(code => code.Code).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
    }

    [Fact]
    public void Every_code_is_in_the_band_of_its_class() =>
        Assert.DoesNotContain(ErrorCode.All, code => !Bands.GetValueOrDefault(code.Type, []).Any(band => code.Code.StartsWith(band, StringComparison.Ordinal)));

    [Fact]
    public void Every_code_has_one_row_in_the_documentation_and_every_row_is_of_a_code()
    {
        string[] rows = [.. Row().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "diagnostics.md"))).Select(match => match.Groups[1].Value)];
        string[] codes = [.. ErrorCode.All.Select(code => code.Code)];
        Assert.Equal(rows.Order(), rows.Distinct().Order());
        Assert.Empty(codes.Except(rows));
        Assert.Empty(rows.Except(codes));
    }

    [Fact]
    public void Every_code_is_provoked_by_a_test()
    {
        // A test names a code by its constant or by its text; baselines hold the text.
        string tests = string.Join('\n', Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "tests"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/House/", StringComparison.Ordinal))
            .Where(file => new FileInfo(file).Length < 1_000_000)
            .Select(File.ReadAllText));
        Assert.Empty(ErrorCode.All
            .Where(code => !tests.Contains(code.Code, StringComparison.Ordinal) && !tests.Contains($"Codes.{code.Name}", StringComparison.Ordinal))
            .Select(code => $"{code.Code} {code.Name}"));
    }

    [GeneratedRegex(@"^\| *`?(BK[0-9]{4})`? *\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
