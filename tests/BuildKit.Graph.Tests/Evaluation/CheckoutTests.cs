using BuildKit.Graph.Export;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class CheckoutTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Fact]
    public void What_the_call_says_is_in_the_step()
    {
        CheckoutStep step = Step("Checkout(\"https://example.com/a.git\", to: \"/src\", ref: \"release/1.2\", path: \"/lib/./core/\", owner: \"app\");");
        Assert.Equal(("https://example.com/a.git", "release/1.2", null, "lib/core", "/src", "app"), (step.Url, step.Reference, step.Commit, step.Subfolder, step.To, step.Owner));
        Assert.Equal("Checkout https://example.com/a.git release/1.2", step.Display);
    }

    [Fact]
    public void Without_a_name_it_is_the_branch_of_the_repository()
    {
        CheckoutStep step = Step("Checkout(\"http://127.0.0.1:8080/a\", to: \"/src\", path: \".\");");
        Assert.Equal(("HEAD", null, null), (step.Reference, step.Commit, step.Subfolder));
        Assert.Equal("Checkout http://127.0.0.1:8080/a", step.Display);
    }

    [Fact]
    public void A_whole_commit_is_its_own_pin() =>
        Assert.Equal(Commit, Step($"Checkout(\"https://example.com/a\", to: \"/src\", ref: \"{Commit.ToUpperInvariant()}\");").Commit);

    [Theory]
    [InlineData("ref: null")]
    [InlineData("ref: \"" + Commit + "\", path: \"lib\", owner: \"1:2\"")]
    public void The_exported_graph_follows_its_schema(string arguments)
    {
        string json = GraphJson.Write(Evaluate.Graph($"image App from scratch {{ Checkout(\"https://example.com/a\", to: \"/a\", {arguments}); }}"));
        SchemaFolder.Ours.Validate("graph.schema.json", json);
        Assert.Contains("\"kind\": \"checkout\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_has_the_commit_and_neither_the_url_nor_the_name()
    {
        CheckoutStep here = Step("Checkout(\"https://example.com/a\", to: \"/a\", ref: \"main\");");
        CheckoutStep there = Step("Checkout(\"https://example.org/b\", to: \"/a\", ref: \"v1.2\");");
        Assert.Equal(KeyOf(here), KeyOf(there));
        Assert.NotEqual(KeyOf(here), KeyOf(there with { To = "/b" }));
        Assert.NotEqual(KeyOf(here), KeyOf(there with { Subfolder = "lib" }));
        Assert.NotEqual(IdOf("\"https://example.com/a\", to: \"/a\""), IdOf("\"https://example.com/a\", to: \"/a\", ref: \"main\""));
        Assert.NotEqual(IdOf("\"https://example.com/a\", to: \"/a\""), IdOf("\"https://example.org/a\", to: \"/a\""));
    }

    [Theory]
    [InlineData("v1.2", true)]
    [InlineData("feature/x", true)]
    [InlineData("refs/pull/1/head", true)]
    [InlineData("ä", true)]
    [InlineData("", false)]
    [InlineData("-v", false)]
    [InlineData("a..b", false)]
    [InlineData("a:b", false)]
    [InlineData("*", false)]
    [InlineData("a b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a~1", false)]
    [InlineData("a^{}", false)]
    [InlineData("@", false)]
    [InlineData("a@{1}", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData("a/.b", false)]
    [InlineData("a.lock", false)]
    [InlineData("a.lock/b", false)]
    public void Names_are_those_that_a_branch_can_have(string name, bool isValid) => Assert.Equal(isValid, GitReference.IsValid(name));

    private static Digest KeyOf(CheckoutStep step) => StepKeys.Checkout(step, Oci.Images.ContainerConfig.Empty, Commit, Digest.Of("place"u8), null).ToDigest();

    private static Digest IdOf(string arguments) => StepIds.Of(Evaluate.Graph($"image A from scratch {{ Checkout({arguments}); }}"))[^1];

    private static CheckoutStep Step(string call) => Evaluate.Graph($"image App from scratch {{ {call} }}").Steps.OfType<CheckoutStep>().Single();
}
