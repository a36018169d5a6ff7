using BuildKit.Graph.Environments;

namespace BuildKit.Graph.Tests.Evaluation;

public sealed class GatePolicyTests
{
    [Fact]
    public void The_gates_of_an_environment_have_the_digest_that_they_always_had()
    {
        Assert.Equal(
            "sha256:333ed6b7e957bde3272ffdc04faf2e7a64d55224b6655b4c9645f685e42472e5",
            GatePolicy.DigestOf([new PassedGate("Smoke", "api"), new CleanSourceGate(), new BranchGate(["main", "release/*"])]).ToString());
        Assert.Null(GatePolicy.DigestOf([]));
    }

    [Fact]
    public void Order_and_repetition_do_not_matter_and_everything_else_does()
    {
        Gate[] gates = [new PassedGate("Smoke", "api"), new CleanSourceGate()];
        Assert.Equal(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([gates[1], gates[0], gates[1]]));
        Assert.NotEqual(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([gates[0]]));
        Assert.NotEqual(GatePolicy.DigestOf([.. gates]), GatePolicy.DigestOf([new PassedGate("Smoke", "web"), gates[1]]));
        Assert.NotEqual(GatePolicy.DigestOf([new BranchGate(["a", "b"])]), GatePolicy.DigestOf([new BranchGate(["a"]), new BranchGate(["b"])]));
    }
}
