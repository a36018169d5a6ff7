using System.Collections.Immutable;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Targets;

/// <summary>A test of an image. It is never part of what is built: its steps read the finished image and give nothing.</summary>
/// <param name="Image">The name of the image under test, which is a target of the same graph.</param>
/// <param name="Platform">The image's platform that is tested.</param>
/// <param name="Result">The last step of the image for that platform.</param>
/// <param name="Start">How the image is started; null where the steps only look at its files.</param>
/// <param name="Steps">
/// The test's own steps, each a <see cref="RunStep"/>, in order. The parent of the first that stands on the image is <paramref name="Result"/>, of each further one the one
/// before it; one that stands on files of its own has another step of the build for a parent.
/// </param>
public sealed record TestTarget(
    string Name, SourceSpan Origin, string Image, Platform Platform, StepRef Result, ServiceStart? Start, ImmutableArray<StepRef> Steps)
    : Target(Name, Origin)
{
    /// <summary>The steps of the build whose results the test needs: the image's, and those that its own steps mount or stand on.</summary>
    public IEnumerable<StepRef> Reads(BuildGraph graph) => Steps.SelectMany(step => graph[step].Inputs).Where(input => !Steps.Contains(input)).Prepend(Result).Distinct();

    /// <summary>Whether a step of the test stands on the image, with what the steps before it changed, and not on files of its own.</summary>
    public bool IsOnImage(RunStep step) => step.Parent == Result || Steps.Contains(step.Parent);
}
