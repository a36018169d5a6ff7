using System.Collections.Immutable;
using BuildKit.Graph;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Scheduling;

/// <summary>Writes graphs down step by step, as the evaluation of a Buildfile would.</summary>
internal sealed class GraphSketch(Digest baseImage)
{
    internal static readonly Platform Here = new("linux", System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64");

    private readonly List<Step> steps = [];
    private readonly List<Target> targets = [];
    private readonly SourceText source = new("Buildfile", string.Concat(Enumerable.Repeat("step\n", 200)));

    /// <summary>What steps belong to from here on.</summary>
    internal string Scope { get; set; } = "Build";

    internal StepRef Base() => Add(new PullStep(Span(), Scope, Here, new ImageReference(null, "base", "latest", null), baseImage));

    internal StepRef Scratch() => Add(new ScratchStep(Span(), Scope, Here));

    internal StepRef Run(StepRef parent, string script, RunOptions? options = null) =>
        Add(new RunStep(Span(), Scope, Here, parent, new RunCommand(true, [script]), options ?? RunOptions.Default));

    internal StepRef Copy(StepRef parent, string pattern, string to, StepRef? from = null, string? owner = null) =>
        Add(new CopyStep(
            Span(), Scope, Here, parent, from is { } step ? new StepSource(step) : ContextSource.Instance, new FileSelection([pattern], [], false), to, owner, null));

    internal StepRef Write(StepRef parent, string path, string content) => Add(new WriteStep(Span(), Scope, Here, parent, path, content, null, null));

    internal StepRef Config(StepRef parent, ConfigChange change) => Add(new ConfigStep(Span(), Scope, Here, parent, change));

    internal StepRef Add(Step step)
    {
        steps.Add(step);
        return new StepRef(steps.Count - 1);
    }

    internal SourceSpan Span() => new(source, steps.Count * 5, 4);

    internal ImageTarget Image(string name, StepRef result, DateTimeOffset? created = null, string? revision = null)
    {
        var target = new ImageTarget(name, Span(), name.ToLowerInvariant(), [new ImageVariant(Here, result)], created, revision);
        targets.Add(target);
        return target;
    }

    internal StageTarget Stage(string name, StepRef result)
    {
        var target = new StageTarget(name, Span(), result);
        targets.Add(target);
        return target;
    }

    /// <summary>A test of an image with a single platform.</summary>
    internal TestTarget Test(string name, ImageTarget image, ServiceStart? start, params (string Script, RunOptions? Options)[] scripts)
    {
        StepRef parent = image.Variants[0].Result;
        Scope = name;
        var target = new TestTarget(name, Span(), image.Name, Here, parent, start, [.. scripts.Select(script => parent = Run(parent, script.Script, script.Options))]);
        targets.Add(target);
        return target;
    }

    internal BuildGraph ToGraph() => new([.. steps], [.. targets]);
}
