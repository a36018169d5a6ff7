using System.Collections.Immutable;

namespace BuildKit.Graph.Facts;

/// <summary>A .NET project as MSBuild evaluates it for one target framework, without a restore. All paths are relative to the context, with <c>/</c>, in ordinal order.</summary>
public sealed record DotNetProject
{
    /// <summary>The project file.</summary>
    public required string Path { get; init; }

    /// <summary>The properties that it was evaluated with.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Without extension.</summary>
    public string AssemblyName { get; init; } = "";

    /// <summary>As the project says; <c>1.0.0</c> where it says nothing.</summary>
    public string Version { get; init; } = "";

    /// <summary>Such as <c>net10.0</c>.</summary>
    public string TargetFramework { get; init; } = "";

    /// <summary>All that it can be built for.</summary>
    public ImmutableArray<string> TargetFrameworks { get; init; } = [];

    /// <summary><c>Exe</c>, <c>WinExe</c> or <c>Library</c>.</summary>
    public string OutputType { get; init; } = "";

    /// <summary>In the project's order.</summary>
    public ImmutableArray<string> RuntimeIdentifiers { get; init; } = [];

    /// <summary>Whether it needs the ASP.NET Core runtime.</summary>
    public bool IsWeb { get; init; }

    /// <summary>Whether it is a test project.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether it is published with its runtime.</summary>
    public bool IsSelfContained { get; init; }

    /// <summary>Whether it is published as one file.</summary>
    public bool IsSingleFile { get; init; }

    /// <summary>Whether its assemblies are published with native code beside their own.</summary>
    public bool IsReadyToRun { get; init; }

    /// <summary>Whether it is published as native code.</summary>
    public bool IsAot { get; init; }

    /// <summary>Whether it needs no globalization data.</summary>
    public bool IsInvariant { get; init; }

    /// <summary>The version of the SDK that its global.json asks for; empty where none does.</summary>
    public string SdkVersion { get; init; } = "";

    /// <summary>The version of this machine's SDK that evaluated it, such as <c>10.0.100</c>.</summary>
    public string EvaluatedBy { get; init; } = "";

    /// <summary>What it says of its container.</summary>
    public ProjectContainer Container { get; init; } = ProjectContainer.Empty;

    /// <summary>What its global.json says that <c>dotnet test</c> runs tests by, such as <c>Microsoft.Testing.Platform</c>; empty where it says nothing, which is VSTest.</summary>
    public string TestRunner { get; init; } = "";

    /// <summary>Its own package references, as <c>Name/Version</c>, or the name where no version is asked for.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>The project files of all projects that it is built from, without itself.</summary>
    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>For it and each of its references: the project files of those that it refers to, and those in whose folders it links or imports a file.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> ReferencesOfEach { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Those of <see cref="ReferencesOfEach"/> of which a build reads nothing but the assembly, and which may be others than they were where that shows the same.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> AssembliesOfEach { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>The files that a restore of it reads and that lie in the context.</summary>
    public ImmutableArray<string> RestoreFiles { get; init; } = [];

    /// <summary>What a build of it reads in the context outside of the folders of it and its references.</summary>
    public ImmutableArray<string> OutsideFiles { get; init; } = [];
}
