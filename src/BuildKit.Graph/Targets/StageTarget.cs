using BuildKit.Graph.Steps;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Targets;

/// <summary>A stage: built for its own sake only when named on the command line.</summary>
/// <param name="Result">Its last step.</param>
public sealed record StageTarget(string Name, SourceSpan Origin, StepRef Result) : Target(Name, Origin);
