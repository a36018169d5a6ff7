namespace BuildKit.Engine.Events;

/// <summary>Something that happened in a build. The hierarchy is closed; the NDJSON of <c>--progress json</c> has one object for each kind.</summary>
/// <param name="Elapsed">Time since the build began.</param>
public abstract record BuildEvent(TimeSpan Elapsed);
