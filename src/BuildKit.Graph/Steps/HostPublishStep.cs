using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Steps;

/// <summary>Restores and publishes a .NET project with an SDK of this machine, without a container: in a folder that holds the parent's files and nothing else, and is gone afterwards.</summary>
/// <param name="Project">The project file, relative to the context.</param>
/// <param name="Sdk">The SDK's version, such as <c>10.0.100</c>.</param>
/// <param name="Commands">The SDK's arguments, one command after the other; <see cref="Folder"/> in them stands for the folder, <see cref="Compiler"/> for a compiler of the step's own.</param>
/// <param name="Output">The folders that the result takes over, from the root.</param>
public sealed record HostPublishStep(
    SourceSpan Origin, string Scope, Platform Platform, StepRef Parent, string Project, string Sdk, ImmutableArray<ImmutableArray<string>> Commands, ImmutableArray<string> Output)
    : Step(Origin, Scope, Platform)
{
    /// <summary>What the commands call the folder; no argument has it for another reason, since it is no text of a Buildfile.</summary>
    public const string Folder = "\u0001";

    /// <summary>What the commands call the compiler that serves this step and ends with it.</summary>
    public const string Compiler = "\u0002";

    /// <inheritdoc />
    public override ImmutableArray<StepRef> Inputs => [Parent];

    /// <inheritdoc />
    public override string Display => $"Publish {Project} with this machine's SDK {Sdk}";
}
