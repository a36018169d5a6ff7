using System.ComponentModel;
using System.Diagnostics;

namespace BuildKit.Oci.Registry.Credentials;

/// <summary>Runs a credential helper once.</summary>
internal static class CredentialHelperProcess
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>Null where it did not end in time; it is ended then.</summary>
    public static async Task<HelperAnswer?> RunAsync(string path, string command, string input, TimeSpan limit, CancellationToken ct)
    {
        var start = new ProcessStartInfo(path, [command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(limit);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return new HelperAnswer(-1, failure.Message);
        }

        try
        {
            Task<string> output = ReadAsync(process.StandardOutput, timeout.Token);
            Task<string> error = ReadAsync(process.StandardError, timeout.Token);
            _ = await WriteAsync(process, input, timeout.Token).ConfigureAwait(false);
            string said = await output.ConfigureAwait(false);
            string complained = await error.ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            return new HelperAnswer(process.ExitCode, said.Trim().Length > 0 ? said : complained);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>False where the helper ended without reading; its exit code and output tell why.</summary>
    private static async Task<bool> WriteAsync(Process process, string input, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), ct).ConfigureAwait(false);
            process.StandardInput.Close();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken ct)
    {
        var buffer = new char[LongestAnswer];
        int length = 0;
        while (true)
        {
            int read = await reader.ReadAsync(buffer.AsMemory(length), ct).ConfigureAwait(false);
            length += read;
            if (read == 0 || length == buffer.Length)
            {
                return new string(buffer, 0, length);
            }
        }
    }
}
