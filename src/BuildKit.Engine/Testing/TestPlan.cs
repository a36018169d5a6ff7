using System.Collections.Immutable;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Files;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Testing;

/// <summary>A test together with the image that it is to run on.</summary>
/// <param name="Test">The test.</param>
/// <param name="Image">The image under test, finished.</param>
/// <param name="Manifest">Its manifest for the test's platform.</param>
/// <param name="Root">Its files and configuration.</param>
/// <param name="Roots">For each step, what it stands on: <paramref name="Root"/>, or files of its own.</param>
/// <param name="Binds">For each step, the planned files of its bind mounts.</param>
/// <param name="Frames">The frames of the test's key.</param>
/// <param name="Key">Their digest.</param>
/// <param name="IsKept">Whether a pass is looked up and kept; not where a step says <c>cache: Never</c>.</param>
internal sealed record TestPlan(
    TestTarget Test, BuiltImage Image, Digest Manifest, StepResult Root, ImmutableArray<StepResult> Roots, ImmutableArray<ImmutableArray<ChangeSet>> Binds, KeyFrames Frames, Digest Key, bool IsKept);
