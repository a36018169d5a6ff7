using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Events;

/// <summary>The reports of a step of the build or of a test were brought out.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Folder">The absolute folder that they are in.</param>
/// <param name="Files">How many files are in it.</param>
public sealed record ReportsWritten(TimeSpan Elapsed, StepRef Step, string Folder, int Files) : BuildEvent(Elapsed);
