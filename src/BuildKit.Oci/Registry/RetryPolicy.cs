namespace BuildKit.Oci.Registry;

/// <summary>Exponential backoff. A registry's <c>Retry-After</c> takes its place where one is sent.</summary>
/// <param name="Attempts">Tries in all, at least 1.</param>
/// <param name="FirstDelay">The wait after the first failure; each further one is twice as long.</param>
/// <param name="LongestDelay">No wait is longer, whatever the registry asks for.</param>
public sealed record RetryPolicy(int Attempts, TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    /// <summary>Five tries, waiting 0.25, 0.5, 1 and 2 seconds; at most a minute where the registry asks for it.</summary>
    public static RetryPolicy Default { get; } = new(5, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(60));

    /// <summary>One try.</summary>
    public static RetryPolicy Never { get; } = new(1, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>How long to wait after a failed try.</summary>
    /// <param name="attempt">The number of the try that failed, from 1.</param>
    /// <param name="retryAfter">What the registry asked for, or null.</param>
    public TimeSpan DelayAfter(int attempt, TimeSpan? retryAfter)
    {
        TimeSpan delay = retryAfter ?? FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay > LongestDelay ? LongestDelay : delay;
    }
}
