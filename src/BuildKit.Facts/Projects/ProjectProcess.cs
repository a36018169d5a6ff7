using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using BuildKit.Facts.Projects.Wire;
using BuildKit.Graph;
using BuildKit.Oci;

namespace BuildKit.Facts.Projects;

/// <summary>Starts <c>buildkit-dotnet</c>, which loads MSBuild from the machine's SDK and evaluates.</summary>
/// <param name="program">The absolute path of buildkit-dotnet.dll.</param>
/// <param name="environment">The invoker's variables; evaluation sees those alone that find the SDK and the user's folder.</param>
/// <param name="ct">Ends the process.</param>
public sealed class ProjectProcess(string program, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
{
    // Any other variable would be a property of MSBuild, and one machine's graph not another's.
    private static readonly string[] Passed = ["PATH", "HOME", "USERPROFILE", "DOTNET_ROOT", "DOTNET_HOST_PATH", "NUGET_PACKAGES", "TMPDIR", "LD_LIBRARY_PATH", "SystemRoot"];

    internal ProjectAnswer Ask(string project, IReadOnlyDictionary<string, string> properties)
    {
        var start = new ProcessStartInfo(DotNetHost.Find(environment) ?? DotNetHost.Name, ["exec", program, project, .. properties.Select(property => $"{property.Key}={property.Value}")])
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (string name in Passed)
        {
            if (environment.TryGetValue(name, out string? value))
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Run(start);
    }

    private ProjectAnswer Run(ProcessStartInfo start)
    {
        try
        {
            using Process process = Process.Start(start) ?? throw new Win32Exception();
            using CancellationTokenRegistration ended = ct.Register(() => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            ct.ThrowIfCancellationRequested();
            string? line = output.Split('\n').FirstOrDefault(text => text.StartsWith('{'));
            return process.ExitCode == 0 && line is not null && JsonSerializer.Deserialize(line, ProjectAnswerJson.Default.ProjectAnswer) is { Version: ProjectAnswer.CurrentVersion } answer
                ? answer
                : throw Broken(string.Join(' ', errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        }
        catch (Win32Exception)
        {
            throw new BuildKitException(
                GraphDiagnosticCodes.NoSdk, "a .NET project is evaluated by the .NET SDK, and there is no 'dotnet' on the PATH", "Install the SDK (https://dot.net), or set DOTNET_ROOT to its folder.");
        }
        catch (JsonException error)
        {
            throw Broken(error.Message);
        }
    }

    private static BuildKitException Broken(string text) =>
        new(GraphDiagnosticCodes.NoSdk, $"the .NET SDK of this machine could not evaluate: {text}", "'dotnet --info' in the project's folder says what is installed and chosen.");
}
