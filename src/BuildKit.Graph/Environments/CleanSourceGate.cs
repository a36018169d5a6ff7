namespace BuildKit.Graph.Environments;

/// <summary><c>CleanSource()</c>: the release was built from a commit, without changes of the work tree.</summary>
public sealed record CleanSourceGate : Gate
{
    /// <inheritdoc />
    public override string ToString() => "CleanSource()";
}
