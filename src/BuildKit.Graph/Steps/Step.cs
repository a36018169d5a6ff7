using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>
/// One node of the graph: something that gives a root filesystem and a container configuration. The hierarchy is closed.
/// Identity is an explicit digest (<c>Keys</c>), never record equality.
/// </summary>
/// <param name="Origin">The call or declaration in the Buildfile that made the step.</param>
/// <param name="Scope">The stage or image that it belongs to, as written.</param>
/// <param name="Platform">What the step's result runs on.</param>
public abstract record Step(SourceSpan Origin, string Scope, Platform Platform)
{
    /// <summary>Every step whose result this one reads, its parent first.</summary>
    public abstract ImmutableArray<StepRef> Inputs { get; }

    /// <summary>One line for people, such as <c>Run dotnet publish Api -c Release</c>.</summary>
    public abstract string Display { get; }
}
