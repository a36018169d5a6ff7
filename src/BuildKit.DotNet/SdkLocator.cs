using BuildKit.Facts.Projects.Wire;
using Microsoft.Build.Locator;

namespace BuildKit.DotNet;

/// <summary>Finds the SDK whose MSBuild evaluates, as <c>dotnet</c> itself would in the project's folder: global.json counts.</summary>
internal static class SdkLocator
{
    /// <summary>Where MSBuild was loaded from.</summary>
    internal static string Folder { get; private set; } = "";

    /// <summary>Makes MSBuild's assemblies loadable; null where that worked. No type of MSBuild may be touched before.</summary>
    internal static EvaluationError? Register(string projectFolder)
    {
        try
        {
            VisualStudioInstance? instance = MSBuildLocator
                .QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = projectFolder })
                .FirstOrDefault();
            if (instance is null)
            {
                return new EvaluationError("sdk", "no .NET SDK that fits the project was found");
            }

            MSBuildLocator.RegisterInstance(instance);
            Folder = instance.MSBuildPath;
            return null;
        }
        catch (InvalidOperationException error)
        {
            return new EvaluationError("sdk", Reason(OneLine.Of(error.Message)));
        }
    }

    // hostfxr's text has the version that global.json asks for somewhere in its midst.
    private static string Reason(string text)
    {
        const string wanted = "Requested SDK version: ";
        int start = text.IndexOf(wanted, StringComparison.Ordinal);
        return start < 0 ? text : $"global.json asks for SDK {text[(start + wanted.Length)..].Split(' ')[0]}, which is not installed";
    }
}
