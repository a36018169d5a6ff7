namespace BuildKit.Engine.Events;

/// <summary>How a step ended.</summary>
public enum StepOutcome
{
    /// <summary>Its result was known.</summary>
    Cached,

    /// <summary>It ran.</summary>
    Ran,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was stopped because another step failed or the user asked.</summary>
    Cancelled,
}
