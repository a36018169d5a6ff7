using BuildKit.Oci;

namespace BuildKit.Engine.Testing;

/// <summary>Ends a running test; <see cref="TestRunner"/> makes its result of it.</summary>
internal sealed class TestFailedException(TestFailure failure) : Exception(failure.Cause.Message, failure.Cause)
{
    internal TestFailure Failure { get; } = failure;

    /// <summary>Does something; what goes wrong becomes the failure that <paramref name="describe"/> makes of it.</summary>
    internal static async Task GuardAsync(Func<Task> action, Func<BuildKitException, TestFailure> describe)
    {
        try
        {
            await action();
        }
        catch (BuildKitException exception)
        {
            throw new TestFailedException(describe(exception));
        }
    }
}
