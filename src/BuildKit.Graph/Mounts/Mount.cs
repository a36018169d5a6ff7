namespace BuildKit.Graph.Mounts;

/// <summary>Something that a run sees at a path and that is no part of its result. The hierarchy is closed.</summary>
/// <param name="Target">Where; relative to the run's directory.</param>
public abstract record Mount(string Target);
