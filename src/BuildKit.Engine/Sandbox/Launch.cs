using System.Diagnostics;
using BuildKit.Oci;

namespace BuildKit.Engine.Sandbox;

/// <summary>One run of the launcher, from the request to the report.</summary>
/// <param name="launcher">The launcher program.</param>
/// <param name="io">How the streams are connected.</param>
/// <param name="stopSignal">What asks a process that is no step to end.</param>
internal sealed class Launch(SandboxLauncher launcher, SandboxIo io, int stopSignal)
{
    /// <summary>How long the launcher may take to end everything after it was told to; it takes milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long a process that is no step may take to end after it was asked to.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private readonly Lock _outputLock = new();

    /// <summary>Runs the request to its end.</summary>
    /// <exception cref="BuildKitException">The sandbox could not be set up.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled a step, or before a process started; everything has ended. How a process that is no step ended is returned.</exception>
    public async Task<SandboxExit> RunAsync(byte[] request, ISandboxOutput output, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var status = LinuxProcess.CreateMemoryFile("buildkit-status", out var statusPath);
        using var requestFile = LinuxProcess.CreateMemoryFile("buildkit-request", out var requestPath);
        using var copy = SealedProgram.TryCreate(launcher.Path);
        var info = new ProcessStartInfo(copy?.Path ?? launcher.Path, ["--status", statusPath]);
        if (io == SandboxIo.Lines)
        {
            info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        }
        else
        {
            RandomAccess.Write(requestFile, request, 0);
            info.ArgumentList.Add("--request");
            info.ArgumentList.Add(requestPath);
        }

        using var process = launcher.Start(info);
        await using (ct.Register(() => LinuxProcess.Signal(process.Id, io == SandboxIo.Lines ? LinuxProcess.SIGALRM : stopSignal)))
        {
            try
            {
                await (io == SandboxIo.Lines ? TransferAsync(process, request, output) : Task.CompletedTask);
                await EndAsync(process, ct);
            }
            catch
            {
                // Whoever takes the output failed: nothing may go on without a reader.
                LinuxProcess.Signal(process.Id, LinuxProcess.SIGALRM);
                await process.WaitForExitAsync(CancellationToken.None);
                throw;
            }
        }

        if (io == SandboxIo.Lines)
        {
            ct.ThrowIfCancellationRequested();
        }

        try
        {
            return LaunchStatus.Read(status, process.ExitCode);
        }
        catch (BuildKitException) when (ct.IsCancellationRequested)
        {
            // The signal came while the launcher was still setting up, and is why there is nothing to tell.
            throw new OperationCanceledException(ct);
        }
    }

    private async Task TransferAsync(Process process, byte[] request, ISandboxOutput output)
    {
        // The pipes end when everything inside has ended, so reading needs no cancellation of its own.
        var stdout = ReadAsync(process.StandardOutput.BaseStream, OutputStream.Stdout, output);
        var stderr = ReadAsync(process.StandardError.BaseStream, OutputStream.Stderr, output);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(request, CancellationToken.None);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A launcher that ended before it read the request has reported why.
        }

        await await Task.WhenAny(stdout, stderr);
        await Task.WhenAll(stdout, stderr);
    }

    private Task ReadAsync(Stream stream, OutputStream which, ISandboxOutput output) =>
        OutputLines.ReadAsync(
            stream,
            line =>
            {
                lock (_outputLock)
                {
                    output.OnLine(which, line);
                }
            },
            CancellationToken.None);

    private async Task EndAsync(Process process, CancellationToken ct)
    {
        if (await EndsWithinAsync(process, Timeout.InfiniteTimeSpan, ct)
            || (io != SandboxIo.Lines && await EndsWithinAsync(process, StopTime, CancellationToken.None)))
        {
            return;
        }

        LinuxProcess.Signal(process.Id, LinuxProcess.SIGALRM);
        if (!await EndsWithinAsync(process, Patience, CancellationToken.None))
        {
            // The kernel then ends process 1 inside, and with it the rest.
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> EndsWithinAsync(Process process, TimeSpan time, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(time);
        try
        {
            await process.WaitForExitAsync(limited.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
