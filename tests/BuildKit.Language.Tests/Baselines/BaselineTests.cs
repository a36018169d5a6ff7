using System.Reflection;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Formatting;
using BuildKit.Language.Semantics;

namespace BuildKit.Language.Tests.Baselines;

public sealed class BaselineTests
{
    public static TheoryData<string> Names => [.. Baseline.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_buildfile_gives_the_diagnostics_beside_it(string name)
    {
        var baseline = new Baseline(name);
        SemanticModel model = baseline.Bind();
        baseline.Check("main.diagnostics", Baseline.Diagnostics(model));
        if (baseline.Has("main.formatted")) baseline.Check("main.formatted", BuildfileFormatter.Format(model.Root.Tree));
        if (baseline.Has("main.syntax")) baseline.Check("main.syntax", Baseline.Tree(model));
    }

    [Fact]
    public void Every_code_is_provoked_by_a_baseline()
    {
        HashSet<string> provoked = [.. Baseline.Names.SelectMany(name => new Baseline(name).Bind().Diagnostics).Select(diagnostic => diagnostic.Code)];
        Assert.Equal([], Codes().Except(provoked));
    }

    [Fact]
    public void Every_code_has_a_row_in_the_documentation_and_no_two_are_the_same()
    {
        string document = File.ReadAllText(Path.Combine(Baseline.Root, "../../../docs/diagnostics.md"));
        Assert.All(Codes(), code => Assert.Equal(2, document.Split($"| {code} |").Length));
        Assert.Equal(Codes().Count(), Codes().Distinct().Count());
    }

    private static IEnumerable<string> Codes() =>
        typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string?)field.GetRawConstantValue() ?? "");
}
