using System.Text.Json;
using BuildKit.Graph.Evaluation;
using BuildKit.Graph.Export;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Tests.Evaluation;
using BuildKit.Graph.Tests.Keys;

namespace BuildKit.Graph.Tests.Steps;

public sealed class NetworkAccessTests
{
    [Theory]
    [InlineData("deb.debian.org", "deb.debian.org", 80, true)]
    [InlineData("deb.debian.org", "deb.debian.org", 443, true)]
    [InlineData("deb.debian.org", "deb.debian.org", 8080, false)]
    [InlineData("deb.debian.org", "DEB.Debian.org.", 443, true)]
    [InlineData("DEB.debian.org", "deb.debian.org", 443, true)]
    [InlineData("deb.debian.org", "xdeb.debian.org", 443, false)]
    [InlineData("deb.debian.org", "deb.debian.org.evil.example", 443, false)]
    [InlineData("*.nuget.org", "api.nuget.org", 443, true)]
    [InlineData("*.nuget.org", "a.b.nuget.org", 443, true)]
    [InlineData("*.nuget.org", "nuget.org", 443, false)]
    [InlineData("*.nuget.org", ".nuget.org", 443, false)]
    [InlineData("*.nuget.org", "evilnuget.org", 443, false)]
    [InlineData("*.nuget.org:8443", "api.nuget.org", 8443, true)]
    [InlineData("*.nuget.org:8443", "api.nuget.org", 443, false)]
    [InlineData("localhost:5000", "localhost", 5000, true)]
    [InlineData("localhost:5000", "localhost", 80, false)]
    [InlineData("10.0.0.1", "10.0.0.1", 80, true)]
    [InlineData("10.0.0.1", "10.0.0.10", 80, false)]
    public void A_host_stands_for_its_name_and_its_port_or_the_two_usual_ones(string pattern, string name, int port, bool allowed) =>
        Assert.Equal(allowed, Of(pattern).Allows(name, port));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a*.b")]
    [InlineData("*.*.b")]
    [InlineData("http://a")]
    [InlineData("a/b")]
    [InlineData("user@a")]
    [InlineData("a:")]
    [InlineData("a:+1")]
    [InlineData("a:1:2")]
    [InlineData("[::1]")]
    [InlineData("b\u00fccher.example")]
    public void What_is_no_host_is_not_read(string text) => Assert.False(HostPattern.TryParse(text, out _));

    [Fact]
    public void Names_as_long_as_DNS_has_them_are_read_and_no_longer_ones()
    {
        string label = new('a', 63);
        Assert.True(HostPattern.TryParse($"{label}.{label}.{label}.{label[..61]}", out _));
        Assert.False(HostPattern.TryParse($"{label}.{label}.{label}.{label[..62]}", out _));
        Assert.False(HostPattern.TryParse(label + "a", out _));
    }

    [Fact]
    public void The_frame_of_a_key_is_the_sorted_list_in_lower_case()
    {
        RunStep run = (RunStep)Evaluate.Graph("image X from \"base:1\" { Run(\"x\", network: [\"b.example\", \"*.A.example\", \"B.example\", \"a.example:81\"]); }").Steps[^1];
        Assert.Contains(new KeyFrame("network", "hosts *.a.example a.example:81 b.example"), StepKeys.Run(run, [], Sample.Config, []).Frames);
        Assert.Equal(
            StepKeys.Run(run, [], Sample.Config, []).ToDigest(),
            StepKeys.Run(run with { Options = run.Options with { Network = NetworkAccess.To(run.Options.Network.Hosts.Reverse()) } }, [], Sample.Config, []).ToDigest());
    }

    [Fact]
    public void True_false_and_nothing_are_what_they_were()
    {
        Assert.Same(NetworkAccess.Host, NetworkOf("network: true"));
        Assert.Same(NetworkAccess.None, NetworkOf("network: false"));
        Assert.Same(NetworkAccess.None, NetworkOf("network: null"));
        Assert.Equal("host", NetworkAccess.Host.ToString());
        Assert.Equal("none", NetworkAccess.None.ToString());
        Assert.False(NetworkAccess.Host.Allows("a.example", 80));
    }

    [Fact]
    public void A_list_may_be_a_value_and_chosen_by_a_condition()
    {
        BuildGraph graph = Evaluate.Graph("string[] hosts = [\"a.example\"]; image X from \"base:1\" { Run(\"x\", network: [..hosts, \"b.example\"]); Run(\"x\", network: hosts); Run(\"x\", network: hosts.Count > 1 ? hosts : true); }");
        Assert.Equal(["hosts a.example b.example", "hosts a.example", "host"], graph.Steps.OfType<RunStep>().Select(step => step.Options.Network.ToString()));
    }

    [Fact]
    public void The_JSON_has_the_list_and_follows_its_schema()
    {
        string json = GraphJson.Write(Evaluate.Graph("image X from \"base:1\" { Run(\"x\", network: [\"b.example\", \"a.example\"]); }"));
        SchemaFolder.Ours.Validate("graph.schema.json", json);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("""["a.example","b.example"]""", JsonSerializer.Serialize(document.RootElement.GetProperty("steps")[1].GetProperty("network")));
    }

    [Fact]
    public void A_changed_list_is_why_a_step_runs() =>
        Assert.Equal(
            "the hosts that it may reach changed to a.example:81",
            KeyComparison.Explain(StepKeys.Run(Sample.Run, [], Sample.Config, [Sample.A]).Frames, StepKeys.Run(Sample.Run with { Options = Sample.Run.Options with { Network = NetworkAccess.To([Of("a.example:81")]) } }, [], Sample.Config, [Sample.A]).Frames));

    private static HostPattern Of(string text) => HostPattern.TryParse(text, out HostPattern host) ? host : throw new ArgumentException(text);

    private static NetworkAccess NetworkOf(string argument) => ((RunStep)Evaluate.Graph($"image X from \"base:1\" {{ Run(\"x\", {argument}); }}").Steps[^1]).Options.Network;
}
