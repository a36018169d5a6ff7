using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using BuildKit.Cli.Hosting;
using BuildKit.Engine;
using BuildKit.Engine.Sandbox;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Oci;

namespace BuildKit.Cli.Building;

/// <summary><c>--timeout TIME</c>: cancels all that a command does when its time is over, as an interrupt would, and tells the two apart.</summary>
internal sealed class TimeLimit : IDisposable
{
    private const string BeganVariable = "BUILDKIT_BEGAN";

    private readonly TimeSpan? time;
    private readonly CancellationTokenSource timer = new();
    private readonly CancellationTokenSource either;
    private readonly CancellationToken interrupt;

    private TimeLimit(TimeSpan? time, CancellationToken interrupt)
    {
        this.time = time;
        this.interrupt = interrupt;
        either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, interrupt);
    }

    /// <summary>Cancelled when the time is over, or by the interrupt.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Whether it was the time that cancelled.</summary>
    public bool IsOver => timer.IsCancellationRequested && !interrupt.IsCancellationRequested;

    /// <summary>What to tell when it was.</summary>
    public BuildKitException Failure => new(
        ExecutionErrorCodes.TimeIsOver,
        $"The time limit of {time?.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s is over (--timeout); everything that ran was stopped.",
        "Give it more time, or look at what took it. What was finished is kept.");

    /// <summary>The option.</summary>
    public static Option<string?> CreateOption() => CreateOption("How long all of it may take, such as 90s or 30m; then everything is stopped, and the exit code is 124 (default: no limit).");

    /// <summary>The option of a command that builds again and again.</summary>
    public static Option<string?> CreateOptionOfEachBuild() => CreateOption("How long each build may take, such as 90s or 30m; then that build is stopped, and the next change begins another (default: no limit).");

    /// <summary>Does the work within the time of the option.</summary>
    /// <exception cref="BuildKitException">The option is no length of time (BK4301), or the time is over (BK4113).</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<int> RunAsync(CommandHost host, ParseResult arguments, Option<string?> option, Func<TimeLimit, Task<int>> work, CancellationToken ct)
    {
        TimeSpan? time = Read(arguments, option);
        return await RunAsync(time, time is { } whole ? LeftOf(whole, host.Environment) : null, work, ct).ConfigureAwait(false);
    }

    /// <summary>Does the work within a time that begins now.</summary>
    /// <exception cref="BuildKitException">The time is over (BK4113).</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static Task<T> RunAsync<T>(TimeSpan? time, Func<TimeLimit, Task<T>> work, CancellationToken ct) => RunAsync(time, time, work, ct);

    /// <summary>The option's value; null for no limit.</summary>
    /// <exception cref="BuildKitException">It is no length of time (BK4301).</exception>
    public static TimeSpan? Read(ParseResult arguments, Option<string?> option) => Read(arguments.GetValue(option));

    /// <inheritdoc />
    public void Dispose()
    {
        either.Dispose();
        timer.Dispose();
    }

    private static Option<string?> CreateOption(string description) => new("--timeout") { Description = description, HelpName = "TIME" };

    private static async Task<T> RunAsync<T>(TimeSpan? time, TimeSpan? left, Func<TimeLimit, Task<T>> work, CancellationToken ct)
    {
        using var limit = new TimeLimit(time, ct);
        if (left is { } rest)
        {
            limit.timer.CancelAfter(rest);
        }

        try
        {
            return await work(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw limit.Failure;
        }
    }

    private static TimeSpan? Read(string? text) =>
        text is null ? null
        : DurationText.TryParse(text, out TimeSpan time) && time <= TimeSpan.FromDays(30) ? time
        : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--timeout '{text}' is no length of time such as 90s, 30m or 1h30m, of 30 days at most.", "Leave it out for no limit.");

    // The process inside of a user namespace goes on with the time of the one outside; the clock of timestamps is the machine's.
    private static TimeSpan LeftOf(TimeSpan time, IReadOnlyDictionary<string, string> environment)
    {
        bool isInside = environment.GetValueOrDefault(UserNamespace.MarkerVariable) == "1";
        long began = isInside && long.TryParse(environment.GetValueOrDefault(BeganVariable), NumberStyles.None, CultureInfo.InvariantCulture, out long outside)
            ? outside
            : Stopwatch.GetTimestamp();
        Environment.SetEnvironmentVariable(BeganVariable, began.ToString(CultureInfo.InvariantCulture));
        TimeSpan left = time - Stopwatch.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
