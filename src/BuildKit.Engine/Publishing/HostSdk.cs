using System.ComponentModel;
using System.Diagnostics;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci;

namespace BuildKit.Engine.Publishing;

/// <summary>The .NET SDKs of this machine. Of the invoker's variables they see those alone that find the SDK, the user's folders, packages and the network: any other would be a property of MSBuild.</summary>
/// <param name="program">The absolute path of <c>dotnet</c>; null where there is none.</param>
/// <param name="environment">The invoker's variables.</param>
internal sealed class HostSdk(string? program, IReadOnlyDictionary<string, string> environment)
{
    private static readonly string[] Passed = ["PATH", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "SystemRoot", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"];
    private static readonly string[] PassedPrefixes = ["NUGET_", "NuGetPackageSourceCredentials_", "VSS_NUGET_"];
    private static readonly string[] PassedSuffixes = ["_proxy"];

    /// <summary>Runs one command of an SDK to its end; cancelling ends all its processes. Gives its exit code.</summary>
    /// <param name="version">Of the SDK, such as <c>10.0.100</c>.</param>
    /// <param name="folder">Where it runs; absolute.</param>
    /// <exception cref="BuildKitException">BK4114: the SDK is not there.</exception>
    internal async Task<int> RunAsync(string version, IEnumerable<string> arguments, string folder, RunOutput output, CancellationToken ct)
    {
        string sdk = Path.Combine(FolderOf(version), "dotnet.dll");
        return File.Exists(sdk) ? await RunAsync(Start(sdk, arguments, folder), output, ct) : throw Missing(version);
    }

    /// <summary>Ends a compiler that commands of an SDK have started, where it is there.</summary>
    /// <param name="id">What the commands called it: their <c>SharedCompilationId</c>.</param>
    /// <param name="folder">Where to run; absolute.</param>
    internal async Task EndCompilerAsync(string version, string id, string folder)
    {
        string server = program is null ? "" : Path.Combine(FolderOf(version), "Roslyn", "bincore", "VBCSCompiler.dll");
        if (File.Exists(server))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                _ = await RunAsync(Start(server, ["-shutdown", $"-pipename:{id}"], folder), new RunOutput((_, _) => { }, []), limit.Token);
            }
            catch (OperationCanceledException)
            {
                // It ends by itself when nobody has asked for anything for ten minutes.
            }
        }
    }

    private string FolderOf(string version)
    {
        string host = program ?? throw Missing(version);
        string real = File.ResolveLinkTarget(host, returnFinalTarget: true)?.FullName ?? host;
        return Path.Combine(Path.GetDirectoryName(real)!, "sdk", version);
    }

    private ProcessStartInfo Start(string assembly, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program!, ["exec", assembly, .. arguments]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach ((string name, string value) in environment.Where(variable => IsPassed(variable.Key)))
        {
            start.Environment[name] = value;
        }

        foreach (string name in (ReadOnlySpan<string>)["DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO", "MSBUILDDISABLENODEREUSE"])
        {
            start.Environment[name] = "1";
        }

        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "false";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        return start;
    }

    private static async Task<int> RunAsync(ProcessStartInfo start, RunOutput output, CancellationToken ct)
    {
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(OutputStream.Stdout, line.Data);
        process.ErrorDataReceived += (_, line) => Pass(OutputStream.Stderr, line.Data);
        try
        {
            _ = process.Start();
        }
        catch (Win32Exception error)
        {
            throw new BuildKitException(ExecutionErrorCodes.NoHostSdk, $"'{start.FileName}' cannot be started: {error.Message}.", "Install the .NET SDK (https://dot.net).", error);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return process.ExitCode;

        void Pass(OutputStream stream, string? line)
        {
            if (line is not null)
            {
                output.OnLine(stream, line);
            }
        }
    }

    private static bool IsPassed(string name) =>
        Passed.Contains(name) || PassedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || PassedSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private static BuildKitException Missing(string version) => new(
        ExecutionErrorCodes.NoHostSdk, $"The .NET SDK {version}, which the project was evaluated with, is not beside the 'dotnet' that is found first.",
        "Set DOTNET_ROOT to the folder of the .NET that has it, or build without --dotnet host.");
}
