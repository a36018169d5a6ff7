namespace BuildKit.Engine.Testing;

/// <summary>How a test ended.</summary>
public enum TestOutcome
{
    /// <summary>It ran, and every step exited with 0.</summary>
    Passed,

    /// <summary>It passed before on the same image with the same steps, and did not run again.</summary>
    Known,

    /// <summary>It ran and failed.</summary>
    Failed,
}
