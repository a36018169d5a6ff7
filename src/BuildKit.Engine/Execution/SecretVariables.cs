using System.Text;
using BuildKit.Graph.Mounts;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Execution;

/// <summary>Secrets as variables.</summary>
internal static class SecretVariables
{
    // MAX_ARG_STRLEN of the kernel, with the NUL at the end.
    private const int MaximumBytes = 128 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The variable with its value, which is the secret's to the last byte.</summary>
    /// <exception cref="BuildKitException">No variable can have the value (BK4142).</exception>
    internal static EnvironmentVariable Of(SecretVariable variable, byte[] value)
    {
        if (value.Contains((byte)0))
        {
            throw Unfit(variable, "it holds a NUL");
        }

        if (Encoding.UTF8.GetByteCount(variable.Name) + 1 + value.Length >= MaximumBytes)
        {
            throw Unfit(variable, $"it has {value.Length} bytes, and a variable with its name has less than {MaximumBytes}");
        }

        try
        {
            return new EnvironmentVariable(variable.Name, Strict.GetString(value));
        }
        catch (DecoderFallbackException)
        {
            throw Unfit(variable, "it is no UTF-8");
        }
    }

    // The cause is left out on purpose: it would show bytes of the value.
    private static BuildKitException Unfit(SecretVariable variable, string why) => new(
        ExecutionErrorCodes.SecretNoVariable,
        $"The secret {variable.Secret.Id} cannot be the variable {variable.Name}: {why}.",
        $"Give it to the run as a file: {variable.Secret.Id}.At(\"/run/secrets/{variable.Secret.Id}\").");
}
