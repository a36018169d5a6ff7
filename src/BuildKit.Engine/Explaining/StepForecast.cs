namespace BuildKit.Engine.Explaining;

/// <summary>What a build would do with a step.</summary>
public enum StepForecast
{
    /// <summary>Nothing: its result is known.</summary>
    Cached,

    /// <summary>Run it, whatever comes of the others.</summary>
    Runs,

    /// <summary>Bring a base that is not here.</summary>
    Pulls,

    /// <summary>Run it, unless what it reads of the step in front of it that runs stays the same.</summary>
    Depends,
}
