namespace BuildKit.Facts.Projects.Wire;

/// <summary>What a project says of its container.</summary>
public sealed record EvaluatedContainer
{
    /// <summary>As <c>port/protocol</c>.</summary>
    public string[] Ports { get; init; } = [];

    /// <summary>In the project's order; one value a name.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    /// <summary>One value a name.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>Empty where none is said.</summary>
    public string User { get; init; } = "";

    /// <summary>Program and arguments; empty where none is said.</summary>
    public string[] HealthCheck { get; init; } = [];
}
