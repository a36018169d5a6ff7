using BuildKit.Engine.Bases;
using BuildKit.Graph;

namespace BuildKit.Cli.Buildfiles;

/// <summary>A Buildfile that was evaluated without errors.</summary>
/// <param name="Graph">Its graph.</param>
/// <param name="Path">Its path as the user would write it.</param>
/// <param name="Directory">The Buildfile's folder, absolute.</param>
/// <param name="ContextDirectory">The build context, absolute.</param>
/// <param name="Bases">Brings its bases.</param>
internal sealed record LoadedBuildfile(BuildGraph Graph, string Path, string Directory, string ContextDirectory, BasePuller Bases);
