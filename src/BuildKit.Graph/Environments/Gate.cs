namespace BuildKit.Graph.Environments;

/// <summary>What has to hold before a release may enter an environment. The hierarchy is closed: a passed test, a clean source, a branch.</summary>
public abstract record Gate;
