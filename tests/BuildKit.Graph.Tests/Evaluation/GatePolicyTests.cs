using BuildKit.Graph.Environments;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class GatePolicyTests
{
    private static readonly PassedGate Smoke = new("Smoke", "api", Digest.Of("definition"u8));

    [Fact]
    public void The_gates_of_an_environment_have_the_digest_that_they_always_had()
    {
        Assert.Equal(
            "sha256:88b27cfc0285a130f10cf1fb39c6d68d9525fc889b7a7c503edfe6cbe03ba8ec",
            GatePolicy.DigestOf([Smoke, new CleanSourceGate(), new BranchGate(["main", "release/*"])]).ToString());
        Assert.Null(GatePolicy.DigestOf([]));
    }

    [Fact]
    public void Order_and_repetition_do_not_matter_and_everything_else_does()
    {
        Gate[] gates = [Smoke, new CleanSourceGate()];
        Assert.Equal(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([gates[1], gates[0], gates[1]]));
        Assert.NotEqual(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([gates[0]]));
        Assert.NotEqual(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([Smoke with { Image = "web" }, gates[1]]));
        Assert.NotEqual(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([Smoke with { Definition = Digest.Of("laxer"u8) }, gates[1]]));
        Assert.NotEqual(GatePolicy.DigestOf([new BranchGate(["a b"])]), GatePolicy.DigestOf([new BranchGate(["a", "b"])]));
        Assert.NotEqual(GatePolicy.DigestOf([new BranchGate(["a", "b"])]), GatePolicy.DigestOf([new BranchGate(["a"]), new BranchGate(["b"])]));
    }
}
