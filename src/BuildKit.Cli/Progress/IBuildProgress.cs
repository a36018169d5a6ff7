using BuildKit.Engine.Events;

namespace BuildKit.Cli.Progress;

/// <summary>Shows a build while it runs: plain lines, a live tree, or objects for programs.</summary>
internal interface IBuildProgress : IBuildObserver, IDisposable
{
    /// <summary>The build begins.</summary>
    void Begin(StepLabels steps);

    /// <summary>Every step succeeded and the images are in the store.</summary>
    void Complete(BuildSummary summary);

    /// <summary>An image was sent somewhere after the build.</summary>
    void Delivered(DeliveredImage delivery);

    /// <summary>The build failed; the failure itself is shown on standard error by who catches it.</summary>
    void Fail(Exception exception);
}
