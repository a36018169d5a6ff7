namespace BuildKit.Graph.Environments;

/// <summary><c>Passed(Smoke)</c>: a test passed on the very image that is delivered.</summary>
/// <param name="Test">The test's name.</param>
/// <param name="Image">The name of the image that it is of.</param>
public sealed record PassedGate(string Test, string Image) : Gate
{
    /// <inheritdoc />
    public override string ToString() => $"Passed({Test})";
}
