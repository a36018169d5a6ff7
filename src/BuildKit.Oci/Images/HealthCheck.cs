using System.Collections.Immutable;

namespace BuildKit.Oci.Images;

/// <summary>Docker's <c>Healthcheck</c> extension of the image configuration. Durations are written in nanoseconds.</summary>
/// <param name="Test"><c>CMD</c> and arguments, <c>CMD-SHELL</c> and a command, or <c>NONE</c>.</param>
/// <param name="Interval">Time between checks; null for the runtime's default.</param>
/// <param name="Timeout">Time one check may take; null for the runtime's default.</param>
/// <param name="StartPeriod">Time in which failures do not count; null for the runtime's default.</param>
/// <param name="Retries">Failures in a row that make a container unhealthy; null for the runtime's default.</param>
public sealed record HealthCheck(ImmutableArray<string> Test, TimeSpan? Interval, TimeSpan? Timeout, TimeSpan? StartPeriod, int? Retries)
{
    /// <summary>Time between checks in the start period (Docker 25); null for the runtime's default. A base may have it, and keeps it.</summary>
    public TimeSpan? StartInterval { get; init; }
}
