using System.Collections.Immutable;
using BuildKit.Graph;
using BuildKit.Oci;

namespace BuildKit.Facts.Projects;

/// <summary>A project can be built for several frameworks, and none was chosen.</summary>
public sealed class SeveralFrameworksException : BuildKitException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="project">Relative to the context.</param>
    /// <param name="frameworks">At least two.</param>
    public SeveralFrameworksException(string project, ImmutableArray<string> frameworks)
        : base(
            GraphDiagnosticCodes.SeveralFrameworks, $"{project} can be built for {string.Join(", ", frameworks)}",
            $"Choose one: DotNet.Project(\"{project}\", framework: \"{frameworks[0]}\").") => Frameworks = frameworks;

    /// <summary>In the project's order.</summary>
    public ImmutableArray<string> Frameworks { get; }
}
