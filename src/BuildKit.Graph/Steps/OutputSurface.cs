namespace BuildKit.Graph.Steps;

/// <summary>
/// What folders of intermediate files show to those that depend on them (<see cref="IntermediateOutput.References"/>): a run writes it anew only where it has changed, as compilers do
/// with reference assemblies, so that a program that compares times goes on from what depends on it.
/// </summary>
/// <param name="Folder">The name of the folders, at any depth in an output's own, that have what is shown.</param>
/// <param name="HiddenExtension">How the names of those files in a folder of sources end that others see through what is shown alone, such as <c>.cs</c>.</param>
public sealed record OutputSurface(string Folder, string HiddenExtension);
