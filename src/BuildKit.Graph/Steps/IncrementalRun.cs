using System.Collections.Immutable;
using BuildKit.Graph.Configuration;

namespace BuildKit.Graph.Steps;

/// <summary>
/// What a run makes on the way and makes again only where what it depends on has changed: it finds that as an earlier run left it. Nobody sees a difference but in time, so that
/// nothing of this is part of a key.
/// </summary>
/// <param name="Sources">Folders, none within another, that not everything made on the way depends on. On all other files it depends.</param>
/// <param name="Outputs">What is made on the way.</param>
public sealed record IncrementalRun(ImmutableArray<string> Sources, ImmutableArray<IntermediateOutput> Outputs)
{
    /// <summary>What the outputs show to those that depend on them; null where they are as a whole what others depend on.</summary>
    public OutputSurface? Surface { get; init; }

    /// <summary>Arguments that the command gets besides where no more than half of it is to be made, and that make no difference but in time.</summary>
    public ImmutableArray<string> WhenFound { get; init; } = [];

    /// <summary>The same with absolute paths.</summary>
    /// <param name="directory">Where relative ones start; absolute.</param>
    internal IncrementalRun In(string directory)
    {
        return this with
        {
            Sources = Resolved(Sources),
            Outputs = [.. Outputs.Select(output => new IntermediateOutput(ImagePath.Resolve(directory, output.Folder), Resolved(output.Sources), Resolved(output.References)))],
        };

        ImmutableArray<string> Resolved(ImmutableArray<string> folders) => [.. folders.Select(folder => ImagePath.Resolve(directory, folder))];
    }
}
