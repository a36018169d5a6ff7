using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;

namespace BuildKit.Engine.Containers;

/// <summary>Starts containers of images.</summary>
/// <param name="sandbox">What isolates them.</param>
public sealed class ContainerRunner(ISandbox sandbox)
{
    /// <summary>
    /// Runs the container to its end, with the standard streams of this process. Cancelling sends the image's stop signal, and ends
    /// the container ten seconds later; how it ended is returned.
    /// </summary>
    /// <exception cref="BuildKit.Oci.BuildKitException"><c>BK4134</c>, <c>BK4014</c>, or what the sandbox throws.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled before the container started.</exception>
    public async Task<SandboxExit> RunAsync(ContainerRequest request, CancellationToken ct)
    {
        var spec = ContainerSpecification.Create(request);
        using var files = await ContainerFiles.CreateAsync(request.ScratchDirectory, request.Name, request.HostNetwork, ct);
        spec = spec with { Mounts = [.. files.Mounts, .. spec.Mounts] };
        if (request.ScratchDirectory is null)
        {
            return await sandbox.RunAsync(spec, new InheritedOutput(), ct);
        }

        var changes = Directory.CreateDirectory(Path.Combine(request.ScratchDirectory, "run-" + Path.GetRandomFileName()));
        try
        {
            var upper = Directory.CreateDirectory(Path.Combine(changes.FullName, "upper")).FullName;
            var work = Directory.CreateDirectory(Path.Combine(changes.FullName, "work")).FullName;
            TakeOverMode(upper, request.Layers.LastOrDefault());
            return await sandbox.RunAsync(spec with { UpperDirectory = upper, WorkDirectory = work }, new InheritedOutput(), ct);
        }
        finally
        {
            SnapshotStore.RemoveTree(changes.FullName);
        }
    }

    /// <summary>The container's root directory is the upper one, and has the mode of the image's.</summary>
    private static void TakeOverMode(string upper, string? layer)
    {
        const UnixFileMode ReadAndEnter =
            UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(upper, layer is null ? ReadAndEnter | UnixFileMode.UserWrite : File.GetUnixFileMode(layer));
        }
    }
}
