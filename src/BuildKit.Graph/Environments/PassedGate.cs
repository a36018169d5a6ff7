using BuildKit.Oci.Content;

namespace BuildKit.Graph.Environments;

/// <summary><c>Passed(Smoke)</c>: a test passed on the very image that is delivered.</summary>
/// <param name="Test">The test's name.</param>
/// <param name="Image">The name of the image that it is of.</param>
/// <param name="Definition">The identity of what the test says (docs/keys.md, "Tests"): a pass of another test of that name opens nothing.</param>
public sealed record PassedGate(string Test, string Image, Digest Definition) : Gate
{
    /// <inheritdoc />
    public override string ToString() => $"Passed({Test})";
}
