using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Oci.Copying;

/// <summary>Runs the steps of a copy so that a failure says which side it came from.</summary>
internal sealed class CopySides(IImageRepository source, IImageRepository destination)
{
    public Task<T> FromSourceAsync<T>(Func<IImageRepository, Task<T>> step) => RunAsync(step, source, SourceFailed);

    public Task<T> ToDestinationAsync<T>(Func<IImageRepository, Task<T>> step) => RunAsync(step, destination, DestinationFailed);

    public BuildKitException SourceFailed(Exception cause) =>
        Wrap(cause, OciErrorCodes.CopySourceFailed, $"The source of the copy, {source.DisplayName}, failed");

    public BuildKitException DestinationFailed(Exception cause) =>
        Wrap(cause, OciErrorCodes.CopyDestinationFailed, $"The destination of the copy, {destination.DisplayName}, failed");

    /// <summary>Whether a failure is the world's; a defect passes as it is.</summary>
    public static bool IsWorld(Exception failure) => failure is BuildKitException or IOException or UnauthorizedAccessException or HttpRequestException;

    private static async Task<T> RunAsync<T>(Func<IImageRepository, Task<T>> step, IImageRepository side, Func<Exception, BuildKitException> wrap)
    {
        try
        {
            return await step(side).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsWorld(failure))
        {
            throw wrap(failure);
        }
    }

    /// <summary>The code and the advice of the cause stay: they say what to do.</summary>
    private static BuildKitException Wrap(Exception cause, string code, string side) => cause switch
    {
        RegistryException { IsTransient: true } known => new RegistryException(known.Code, $"{side}: {known.Message}", known.Advice, isTransient: true, known),
        BuildKitException known => new BuildKitException(known.Code, $"{side}: {known.Message}", known.Advice, known),
        _ => new BuildKitException(code, $"{side}: {cause.Message}", "What arrived whole stays: the same command moves only the rest.", cause),
    };
}
