using BuildKit.Language.Semantics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Tests.Semantics;

public sealed class SemanticModelTests
{
    [Fact]
    public void A_call_knows_its_target_and_the_expression_for_each_parameter()
    {
        SemanticModel model = Source.Bind("""stage Build from "x" { Copy("a", ["b", "c"], exclude: ["d"], to: "e"); }""");
        BoundCall call = Call(model, "Copy");
        Assert.Equal(["patterns", "to", "exclude"], call.Arguments.Select(argument => argument.Parameter.Name));
        Assert.Equal(["\"a\"", "[\"b\", \"c\"]"], call.ArgumentList("patterns").Select(value => value.Span.Text));
        Assert.Equal("\"e\"", call.Argument("to")?.Span.Text);
        Assert.Null(call.Argument("owner"));
        Assert.Null(call.Receiver);
        Assert.Null(call.Module);
    }

    [Fact]
    public void A_member_of_a_value_knows_the_value()
    {
        SemanticModel model = Source.Bind("""
            secret token = Secret.Env("T");
            image X from scratch { Run("x", mounts: [token.At("/t")]); Env("A", "b".ToUpper()); }
            """);
        Assert.Equal("token", Call(model, "secret.At").Receiver?.Span.Text);
        Assert.Equal("\"b\"", Call(model, "string.ToUpper").Receiver?.Span.Text);
        Assert.Empty(model.Diagnostics);
    }

    [Fact]
    public void Each_using_of_a_file_has_its_own_arguments_and_one_symbol_for_the_file()
    {
        SemanticModel model = Source.Bind(
            """
            using "lib.buildfile" as a with { v = "1" };
            using "lib.buildfile" as b with { v = "2" };
            image X from a.Base { b.Setup(); Env("V", b.v); }
            """,
            """
            param string v;
            stage Base from $"debian:{v}" { }
            steps Setup() { Env("A", v); }
            """);
        Assert.Empty(model.Diagnostics);
        Assert.Equal(2, model.Modules.Length);
        Assert.Equal(["\"1\"", "\"2\""], model.Root.Usings.SelectMany(used => used.Arguments.Values).Select(value => value.Span.Text));
        Assert.Same(model.Root.Usings[0].Module, model.Root.Usings[1].Module);
        BoundCall setup = Call(model, "Setup");
        Assert.Same(model.Root.Usings[1], setup.Module);
        MemberAccessSyntax stage = model.Nodes().OfType<MemberAccessSyntax>().First(access => access.Member.Name == "Base");
        Assert.IsType<StageSymbol>(model.SymbolOf(stage));
        Assert.Same(model.Root.Usings[0], model.SymbolOf(stage.Target));
    }

    [Fact]
    public void Names_resolve_to_the_nearest_declaration()
    {
        SemanticModel model = Source.Bind("""
            var x = "file";
            string F(string x) => x;
            image X from scratch { Env("A", x); var y = F(x); foreach (var z in [y]) { Env("B", z); } }
            """);
        Assert.Empty(model.Diagnostics);
        Symbol[] symbols = [.. model.Nodes().OfType<NameSyntax>().Where(name => name.Name is "x" or "y" or "z").Select(name => model.SymbolOf(name)!)];
        Assert.IsType<CallParameterSymbol>(symbols[0]);
        Assert.Equal(VariableKind.Global, Assert.IsType<VariableSymbol>(symbols[1]).VariableKind);
        Assert.Same(symbols[1], symbols[2]);
        Assert.Equal(VariableKind.Local, Assert.IsType<VariableSymbol>(symbols[3]).VariableKind);
        Assert.Equal(VariableKind.Item, Assert.IsType<VariableSymbol>(symbols[4]).VariableKind);
        Assert.Equal(BuildType.String, ((VariableSymbol)symbols[4]).Type);
    }

    [Theory]
    [InlineData("1 + 2", "int")]
    [InlineData("1 + \"a\"", "string")]
    [InlineData("[1, ..[2]]", "int[]")]
    [InlineData("[\"a\"].Select(x => x.Length)", "int[]")]
    [InlineData("[[\"a\"]].First().Where(x => x == \"a\")", "string[]")]
    [InlineData("\"a\".Split(\"b\")[0].Length > 1", "bool")]
    [InlineData("null ?? \"a\"", "string")]
    [InlineData("true ? null : \"a\"", "string")]
    [InlineData("git.IsDirty ? git.Tag : build.Arch", "string")]
    [InlineData("[Cache(\"/a\")]", "mount[]")]
    [InlineData("Oci(\"a\")", "base")]
    [InlineData("true ? scratch : scratch", "base")]
    [InlineData("S", "stage")]
    public void An_expression_has_a_type(string expression, string type)
    {
        SemanticModel model = Source.Bind($"var x = {expression};\nstage S from scratch {{ }}\n");
        Assert.False(model.HasErrors);
        Assert.Equal(type, model.Root.Members.OfType<VariableSymbol>().Single().Type.ToString());
    }

    [Fact]
    public void A_base_can_be_chosen_between_a_stage_and_a_reference()
    {
        SemanticModel model = Source.Bind("""
            param bool slim = false;
            stage Full from "debian:12" { }
            image X from slim ? "alpine:3" : Full { Copy("a", to: "b", from: slim ? "alpine:3" : Full); }
            """);
        Assert.Empty(model.Diagnostics);
    }

    [Fact]
    public void A_long_chain_of_variables_is_bound_whatever_the_order_of_declaration()
    {
        string forward = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"var v{i} = v{i + 1};\n")) + "var v20000 = \"x\";\n";
        Assert.Contains(Source.Bind(forward).Diagnostics, diagnostic => diagnostic.Message.Contains("a chain of more than 200"));
    }

    private static BoundCall Call(SemanticModel model, string target) =>
        model.Nodes().OfType<CallSyntax>().Select(call => model.CallOf(call)!).Single(call => call.Target.Name == target);
}
