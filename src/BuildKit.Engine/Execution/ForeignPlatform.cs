using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>Says what to do where a run is for another processor. The kernel is not asked beforehand: it alone knows which programs it can start, with whatever is registered.</summary>
internal static class ForeignPlatform
{
    /// <summary>The failure to start a run's program as the user should see it; null where it has nothing to do with the processor.</summary>
    internal static BuildKitException? Explain(RunStep step, BuildKitException failure) =>
        failure.Code == ExecutionErrorCodes.ProgramNotStarted && step.Platform.Architecture != HostPlatform.Current.Architecture
            ? new BuildKitException(
                ExecutionErrorCodes.ForeignPlatform,
                $"The run is for {step.Platform}, and this machine is {HostPlatform.Current}: {failure.Message}",
                "Register an emulator with the kernel, once for this machine (Debian: apt-get install qemu-user-static binfmt-support), "
                    + "or build on a machine of that platform and join the images with 'buildkit index create'.",
                failure)
            : null;
}
