using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Containers;

/// <summary>Starts containers of images.</summary>
/// <param name="sandbox">What isolates them.</param>
public sealed class ContainerRunner(ISandbox sandbox)
{
    /// <summary>Runs the container to its end, with the standard streams of this process.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException"><c>BK4013</c>, <c>BK4014</c>, or what the sandbox throws.</exception>
    public Task<SandboxExit> RunAsync(ContainerRequest request, CancellationToken ct) =>
        throw new NotSupportedException(sandbox.Name);
}
