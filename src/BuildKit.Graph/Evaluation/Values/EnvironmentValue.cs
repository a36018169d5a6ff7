namespace BuildKit.Graph.Evaluation.Values;

/// <summary>An environment, as <c>After</c> takes it.</summary>
/// <param name="Name">Its name, behind the aliases that lead to its file.</param>
internal sealed record EnvironmentValue(string Name);
