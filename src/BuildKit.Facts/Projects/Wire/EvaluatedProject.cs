namespace BuildKit.Facts.Projects.Wire;

/// <summary>What evaluation says of a project, for one target framework, without a restore.</summary>
public sealed record EvaluatedProject
{
    /// <summary>The project file, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Without extension.</summary>
    public string AssemblyName { get; init; } = "";

    /// <summary>Such as <c>net10.0</c>.</summary>
    public string TargetFramework { get; init; } = "";

    /// <summary>All that it can be built for; one where it is not multi-targeting.</summary>
    public string[] TargetFrameworks { get; init; } = [];

    /// <summary>As <c>Version</c> says; <c>1.0.0</c> where the project says nothing.</summary>
    public string Version { get; init; } = "";

    /// <summary><c>Exe</c>, <c>WinExe</c> or <c>Library</c>.</summary>
    public string OutputType { get; init; } = "";

    /// <summary>In the order of the project.</summary>
    public string[] RuntimeIdentifiers { get; init; } = [];

    /// <summary>Whether it refers to the ASP.NET Core framework.</summary>
    public bool IsWeb { get; init; }

    /// <summary>Whether it is a test project.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether its publish output has the runtime within.</summary>
    public bool IsSelfContained { get; init; }

    /// <summary>Whether its publish output is one file.</summary>
    public bool IsSingleFile { get; init; }

    /// <summary>Whether the assemblies of its publish output have native code beside their own.</summary>
    public bool IsReadyToRun { get; init; }

    /// <summary>Whether its publish output is native.</summary>
    public bool IsAot { get; init; }

    /// <summary>Whether it needs no globalization data.</summary>
    public bool IsInvariant { get; init; }

    /// <summary>The version of the SDK that its global.json asks for; empty where none does.</summary>
    public string SdkVersion { get; init; } = "";

    /// <summary>What it says of its container.</summary>
    public EvaluatedContainer Container { get; init; } = new();

    /// <summary>What its global.json says that <c>dotnet test</c> runs tests by; empty where it says nothing.</summary>
    public string TestRunner { get; init; } = "";

    /// <summary>Its own packages, without those that references or packages bring in; in ordinal order of their names.</summary>
    public EvaluatedPackage[] Packages { get; init; } = [];

    /// <summary>The project files of all projects that it is built from, without itself; absolute, in ordinal order.</summary>
    public string[] References { get; init; } = [];

    /// <summary>For it and each of its references: the project files of those that it refers to, and those in whose folders it links or imports a file; absolute, in ordinal order.</summary>
    public Dictionary<string, string[]> ReferencesOfEach { get; init; } = [];

    /// <summary>Those of <see cref="ReferencesOfEach"/> of which a build reads nothing but the assembly; absolute, in ordinal order.</summary>
    public Dictionary<string, string[]> AssembliesOfEach { get; init; } = [];

    /// <summary>Files that a restore of it reads, absolute, in ordinal order: projects, what they import, NuGet.config, global.json, lock files.</summary>
    public string[] RestoreFiles { get; init; } = [];

    /// <summary>Files of the projects' items and configurations of analyzers that lie outside of every project's folder; absolute, in ordinal order.</summary>
    public string[] OutsideFiles { get; init; } = [];
}
