using System.Collections.Immutable;

namespace BuildKit.Graph.Facts;

/// <summary>Says what .NET projects and solutions of the context are.</summary>
public interface IProjectFacts
{
    /// <summary>What MSBuild says of a project.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">There is no such project, no SDK for it, or it cannot be evaluated.</exception>
    DotNetProject Resolve(ProjectQuery query);

    /// <summary>The project files of a solution, relative to the context, in ordinal order.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">There is no such solution, or it cannot be read.</exception>
    ImmutableArray<string> ProjectsOf(string solution);
}
