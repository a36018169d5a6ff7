using BuildKit.Graph.Evaluation;
using BuildKit.Language.Diagnostics;
using BuildKit.Oci;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("Write(\"/a\", git.Tag);", GraphDiagnosticCodes.MissingValue, "HEAD has no tag")]
    [InlineData("Write(\"/a\", $\"{env.NONE}\");", GraphDiagnosticCodes.MissingValue, "no variable 'NONE'")]
    [InlineData("Run(\" \");", GraphDiagnosticCodes.WrongValue, "empty")]
    [InlineData("Exec(\"a\", \"b\\0\");", GraphDiagnosticCodes.WrongValue, "NUL")]
    [InlineData("Write(\"/a\", $\"{9223372036854775807 + 1}\");", GraphDiagnosticCodes.Arithmetic, "64 bits")]
    [InlineData("Write(\"/a\", $\"{1 / (2 - 2)}\");", GraphDiagnosticCodes.Arithmetic, "zero")]
    [InlineData("Write(\"/a\", [\"x\"][1]);", GraphDiagnosticCodes.OutOfRange, "index 1")]
    [InlineData("Write(\"/a\", \"abc\".Substring(2, 2));", GraphDiagnosticCodes.OutOfRange, "within a string of 3")]
    [InlineData("Write(\"/a\", [\"x\"].Skip(1).First());", GraphDiagnosticCodes.OutOfRange, "no element")]
    [InlineData("Write(\"/a\", \"abc\".Replace(\"\", \"x\"));", GraphDiagnosticCodes.OutOfRange, "at least one character")]
    [InlineData("Write(\"\", \"x\");", GraphDiagnosticCodes.InvalidPath, "at least one character")]
    [InlineData("Copy(\"a/../../b\", to: \"/\");", GraphDiagnosticCodes.InvalidPath, "outside of the source")]
    [InlineData("Run(\"x\", mounts: [Cache(\"/a\"), Tmpfs(\"/a/\")]);", GraphDiagnosticCodes.InvalidPath, "two mounts")]
    [InlineData("Run(\"x\", mounts: [Tmpfs(\"/\")]);", GraphDiagnosticCodes.InvalidPath, "hide all")]
    [InlineData("Run(\"x\", reports: [\"/a\", \"/b/..\"]);", GraphDiagnosticCodes.InvalidPath, "all of the root filesystem")]
    [InlineData("Run(\"x\", reports: [\"\"]);", GraphDiagnosticCodes.InvalidPath, "at least one character")]
    [InlineData("Volume(\"data\");", GraphDiagnosticCodes.InvalidPath, "absolute")]
    [InlineData("Write(\"/a\", \"x\", mode: \"888\");", GraphDiagnosticCodes.InvalidMode, "octal")]
    [InlineData("Write(\"/a\", \"x\", mode: \"17777\");", GraphDiagnosticCodes.InvalidMode, "octal")]
    [InlineData("Write(\"/a\", \"x\", owner: \"a:b:c\");", GraphDiagnosticCodes.InvalidOwner, "user[:group]")]
    [InlineData("Download(\"a.txt\", to: \"/a\");", GraphDiagnosticCodes.InvalidUrl, "no absolute URL")]
    [InlineData("Download(\"https://a b/c\", to: \"/a\");", GraphDiagnosticCodes.InvalidUrl, "no absolute URL")]
    [InlineData("Download(\"ftp://example.com/a\", to: \"/a\");", GraphDiagnosticCodes.InvalidUrl, "scheme 'ftp'")]
    [InlineData("Download(\"file:///etc/passwd\", to: \"/a\");", GraphDiagnosticCodes.InvalidUrl, "scheme 'file'")]
    [InlineData("Download(\"https://me:word@example.com/a\", to: \"/a\");", GraphDiagnosticCodes.InvalidUrl, "user or password")]
    [InlineData("Download(\"https://example.com/\", to: \"/a/\");", GraphDiagnosticCodes.InvalidPath, "ends in no name")]
    [InlineData("Download(\"https://example.com/a%2Fb\", to: \"/a/\");", GraphDiagnosticCodes.InvalidPath, "ends in no name")]
    [InlineData("Download(\"https://example.com/a\", to: \"/a\", digest: \"md5:1234\");", GraphDiagnosticCodes.InvalidDigest, "sha256:")]
    [InlineData("Download(\"https://example.com/a\", to: \"/a\", mode: \"rwx\");", GraphDiagnosticCodes.InvalidMode, "octal")]
    [InlineData("Checkout(\"team/lib\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "no absolute URL")]
    [InlineData("Checkout(\"ssh://git@example.com/a\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "scheme 'ssh'")]
    [InlineData("Checkout(\"git@example.com:a/b.git\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "no absolute URL")]
    [InlineData("Checkout(\"file:///srv/a.git\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "scheme 'file'")]
    [InlineData("Checkout(\"http://example.com/a\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "plain http")]
    [InlineData("Checkout(\"https://me:word@example.com/a\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "user or password")]
    [InlineData("Checkout(\"https://example.com/a#main\", to: \"/a\");", GraphDiagnosticCodes.InvalidGitUrl, "said by 'ref'")]
    [InlineData("Checkout(\"https://example.com/a\", to: \"/a\", ref: \"--upload-pack=x\");", GraphDiagnosticCodes.InvalidGitReference, "no branch or tag")]
    [InlineData("Checkout(\"https://example.com/a\", to: \"/a\", path: \"../b\");", GraphDiagnosticCodes.InvalidPath, "outside of the source")]
    [InlineData("User(\"\");", GraphDiagnosticCodes.InvalidOwner, "user[:group]")]
    [InlineData("User(\"4294967296\");", GraphDiagnosticCodes.InvalidOwner, "user[:group]")]
    [InlineData("Run(\"x\", memory: \"1.5g\");", GraphDiagnosticCodes.InvalidSize, "512m")]
    [InlineData("Run(\"x\", memory: \"0\");", GraphDiagnosticCodes.InvalidSize, "512m")]
    [InlineData("Run(\"x\", memory: \"99999999999t\");", GraphDiagnosticCodes.InvalidSize, "512m")]
    [InlineData("Run(\"x\", pids: 0);", GraphDiagnosticCodes.OutOfRange, "1 to 4194304")]
    [InlineData("Run(\"x\", pids: 4194305);", GraphDiagnosticCodes.OutOfRange, "1 to 4194304")]
    [InlineData("Run(\"x\", timeout: \"10\");", GraphDiagnosticCodes.InvalidDuration, "90s")]
    [InlineData("Run(\"x\", timeout: \"-1s\");", GraphDiagnosticCodes.InvalidDuration, "90s")]
    [InlineData("HealthCheck(\"x\", interval: \"0s\");", GraphDiagnosticCodes.InvalidDuration, "30s")]
    [InlineData("HealthCheck(\"x\", retries: 0);", GraphDiagnosticCodes.OutOfRange, "retries")]
    [InlineData("Unpack(\"x\", to: \"/\", strip: -1);", GraphDiagnosticCodes.OutOfRange, "strip")]
    [InlineData("Run(\"x\", cpus: \"0\");", GraphDiagnosticCodes.InvalidCores, "1.5")]
    [InlineData("Run(\"x\", network: []);", GraphDiagnosticCodes.NoHost, "names no host")]
    [InlineData("Run(\"x\", network: [\"*\"]);", GraphDiagnosticCodes.InvalidHost, "network: true")]
    [InlineData("Run(\"x\", network: [\"\"]);", GraphDiagnosticCodes.InvalidHost, "no host")]
    [InlineData("Run(\"x\", network: [\"https://a.example\"]);", GraphDiagnosticCodes.InvalidHost, "without a scheme or path")]
    [InlineData("Run(\"x\", network: [\"a.example/path\"]);", GraphDiagnosticCodes.InvalidHost, "without a scheme or path")]
    [InlineData("Run(\"x\", network: [\"a.example:0\"]);", GraphDiagnosticCodes.InvalidHost, "no host")]
    [InlineData("Exec(\"x\", network: [\"a.example:65536\"]);", GraphDiagnosticCodes.InvalidHost, "no host")]
    [InlineData("Expose(0);", GraphDiagnosticCodes.InvalidPort, "8080")]
    [InlineData("Expose(\"80/http\");", GraphDiagnosticCodes.InvalidPort, "8080")]
    [InlineData("Env(\"A=B\", \"x\");", GraphDiagnosticCodes.InvalidName, "variable")]
    [InlineData("Run(\"x\", mounts: [token.As(\"A B\")]);", GraphDiagnosticCodes.InvalidName, "variable")]
    [InlineData("Run(\"x\", mounts: [token.As(\"\")]);", GraphDiagnosticCodes.InvalidName, "variable")]
    [InlineData("Run(\"x\", mounts: [token.As(\"A\"), token.As(\"A\")]);", GraphDiagnosticCodes.VariableTaken, "'A' twice")]
    [InlineData("Run(\"x\", env: new { A = 1 }, mounts: [token.As(\"A\")]);", GraphDiagnosticCodes.VariableTaken, "the secret token")]
    [InlineData("Run(\"x\", mounts: [Ssh(), Ssh(id: \"b\", target: \"/b\")]);", GraphDiagnosticCodes.SeveralAgents, "one agent")]
    [InlineData("Run(\"x\", mounts: [Ssh(), token.As(\"SSH_AUTH_SOCK\")]);", GraphDiagnosticCodes.VariableTaken, "Ssh sets as well")]
    [InlineData("Run(\"x\", env: new { SSH_AUTH_SOCK = 1 }, mounts: [Ssh()]);", GraphDiagnosticCodes.VariableTaken, "Ssh sets as well")]
    [InlineData("Run(\"x\", mounts: [Ssh(id: \"a b\")]);", GraphDiagnosticCodes.InvalidName, "agent")]
    [InlineData("Label(\"\", \"x\");", GraphDiagnosticCodes.InvalidName, "label")]
    [InlineData("StopSignal(\"TERM\");", GraphDiagnosticCodes.InvalidName, "SIGTERM")]
    [InlineData("Run(\"x\", mounts: [Cache(\"/a\", id: \"\")]);", GraphDiagnosticCodes.InvalidName, "cache")]
    [InlineData("Copy(\"x\", to: \"/\", from: \"NOT:a:reference\");", GraphDiagnosticCodes.InvalidReference, "no reference")]
    [InlineData("Copy(\"x\", to: \"/\", from: \"scratch\");", GraphDiagnosticCodes.InvalidReference, "without quotes")]
    public void A_mistake_in_a_step_has_a_code_and_says_what_to_write(string body, string code, string message)
    {
        Diagnostic error = Evaluate.BodyError(body);
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.Span.Length > 0);
    }

    [Fact]
    public void A_host_of_a_list_is_shown_at_its_own_place()
    {
        Assert.Equal("\"b..c\"", Evaluate.BodyError("Run(\"x\", network: [\"a.example\", \"b..c\"]);").Span.Text);
        Assert.Equal("[\"a.example\", ..[\"b..c\"]]", Evaluate.BodyError("Run(\"x\", network: [\"a.example\", ..[\"b..c\"]]);").Span.Text);
    }

    [Theory]
    [InlineData("image X from \"b:1\" for [\"linux\"] { }", GraphDiagnosticCodes.InvalidPlatform)]
    [InlineData("image X from \"b:1\" for [\"linux/x86_64\"] { }", GraphDiagnosticCodes.InvalidPlatform)]
    [InlineData("image X from \"b:1\" for [\"linux/amd64\", \"linux/amd64\"] { }", GraphDiagnosticCodes.InvalidPlatform)]
    [InlineData("image X from \"b:1\" for [] { }", GraphDiagnosticCodes.InvalidPlatform)]
    [InlineData("image $\"a..b{1}\" from scratch { }", GraphDiagnosticCodes.InvalidName)]
    [InlineData("foreach (var i in [1, 2]) { image $\"same{i - i}\" from scratch { } }", GraphDiagnosticCodes.NameTaken)]
    [InlineData("image MyApi from scratch { } image My_Api from scratch { }", GraphDiagnosticCodes.NameTaken)]
    public void A_mistake_in_a_declaration_has_a_code(string text, string code) => Assert.Equal(code, Evaluate.Error(text).Code);

    [Fact]
    public void A_base_that_nobody_knows_yet_is_named()
    {
        Diagnostic error = Evaluate.BodyError("Write(\"/x\", env.PATH);", new FixedFacts { BaseEnv = null });
        Assert.Equal(GraphDiagnosticCodes.BaseUnknown, error.Code);
        Assert.Contains("base:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_the_world_is_shown_where_it_was_asked()
    {
        Diagnostic error = Evaluate.BodyError("Write(\"/x\", env.PATH);", new FixedFacts { Failure = new BuildKitException("BK5299", "It is down.", "Try again.") });
        Assert.Equal(("BK5299", "It is down.", "env.PATH"), (error.Code, error.Message, error.Span.Text));
        Assert.Equal("Try again.", Assert.Single(error.Notes).Message);
    }

    [Fact]
    public void Without_a_repository_git_is_an_error_where_it_is_used()
    {
        Diagnostic error = Evaluate.BodyError("Write(\"/x\", git.ShortSha);", new FixedFacts { Git = null });
        Assert.Equal(GraphDiagnosticCodes.MissingValue, error.Code);
        Assert.Contains("the context is in none", error.Message, StringComparison.Ordinal);
        Assert.Equal("git.ShortSha", error.Span.Text);
    }

    [Fact]
    public void A_shallow_clone_says_what_is_missing()
    {
        var facts = new FixedFacts { Git = new FixedGit { IsShallow = true, Version = null } };
        Assert.Contains("git fetch --unshallow --tags", Evaluate.BodyError("Write(\"/x\", git.Version);", facts).Message, StringComparison.Ordinal);
        Assert.Contains("git fetch --unshallow --tags", Evaluate.BodyError("Write(\"/x\", git.Tag);", facts).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_commit_git_says_so()
    {
        var facts = new FixedFacts { Git = new FixedGit { Sha = null, CommitTime = null } };
        Assert.Contains("no commit yet", Evaluate.BodyError("Write(\"/x\", git.Sha);", facts).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_statement_is_looked_at_and_one_cause_is_said_once()
    {
        EvaluationResult result = Evaluate.Text("""
            var bad = $"{1 / 0}";
            image X from "NO:good:name" for ["linux/amd64", "linux/arm64"]
            {
                Write("/a", bad);
                Write("/b", bad);
                foreach (var i in [1, 2, 3]) { Expose(0); }
                var local = [1][7];
                Write("/c", $"{local}");
                User("a:b:c");
            }
            """);
        Assert.Null(result.Graph);
        Assert.Equal(
            [GraphDiagnosticCodes.Arithmetic, GraphDiagnosticCodes.InvalidReference, GraphDiagnosticCodes.InvalidPort, GraphDiagnosticCodes.OutOfRange, GraphDiagnosticCodes.InvalidOwner],
            result.Diagnostics.Select(diagnostic => diagnostic.Code));
    }
}
