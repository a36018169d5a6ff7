using System.Collections.Immutable;
using BuildKit.Language.Symbols;
using static BuildKit.Language.BuiltIns.Declare;

namespace BuildKit.Language.BuiltIns;

/// <summary>What the language knows of .NET projects: how one is named, and what MSBuild says of it.</summary>
internal static class DotNetBuiltIns
{
    public static ImmutableArray<BuiltInSymbol> Functions { get; } =
    [
        Function("DotNet.Project", BuildType.Project, "A .NET project as MSBuild evaluates it, with the machine's SDK and without a restore.",
            Required("path", BuildType.String, "The project file, relative to the context."),
            Named("configuration", BuildType.String, "The configuration; else \"Release\"."),
            Named("framework", BuildType.String, "The target framework, where the project has several."),
            Named("properties", BuildType.Object, "Further properties, for every project of the graph: new { Name = value }.")),
        Function("DotNet.Projects", BuildType.ListOf(BuildType.String), "The project files of a solution, relative to the context, in ordinal order.",
            Required("solution", BuildType.String, "A .sln or .slnx file, relative to the context.")),
        Function("DotNet.Runtime", BuildType.Base, "The base that a .NET project runs on. An image from it gets its port, user, entrypoint and labels by convention.",
            [Required("project", BuildType.Project, "DotNet.Project(...), an executable."), .. Images()]),
        Function("DotNet.Sdk", BuildType.Base, "The base that a .NET project is built with.",
            [Required("project", BuildType.Project, "DotNet.Project(...)."), .. Images()]),
    ];

    public static ImmutableArray<BuiltInSymbol> Steps { get; } =
    [
        Step("Publish", "Restores and publishes a .NET project; each only when something that it reads has changed.",
            Required("project", BuildType.Project, "DotNet.Project(...)."),
            RequiredNamed("to", BuildType.String, "The folder of the published files."),
            Named("source", BuildType.String, "The folder that the sources are copied to; else \"/src\"."),
            Named("sdk", BuildType.Base, "In an image: what the project is published with; else DotNet.Sdk(project).")),
        TestStep("DotNet.Test", "Builds a .NET test project beside the image, with the SDK, and runs dotnet test on it.",
            Required("project", BuildType.Project, "DotNet.Project(...), a test project."),
            Named("sdk", BuildType.Base, "What it is built and run with; else DotNet.Sdk(project)."),
            Named("filter", BuildType.String, "Which tests run, as dotnet test --filter takes it; else all."),
            Named("arguments", BuildType.Strings, "Further arguments of dotnet test."),
            Named("env", BuildType.Object, "Variables of dotnet test: new { NAME = value }."),
            Named("timeout", BuildType.String, "How long the tests may take, such as \"90s\" or \"10m\".")),
    ];

    /// <summary>The properties of a project.</summary>
    public static ImmutableArray<BuiltInValueSymbol> Properties { get; } =
    [
        new("project.Path", BuildType.String, "The project file, relative to the context."),
        new("project.AssemblyName", BuildType.String, "The assembly's name, without extension."),
        new("project.Version", BuildType.String, "As the project says; 1.0.0 where it says nothing."),
        new("project.TargetFramework", BuildType.String, "Such as net10.0."),
        new("project.TargetFrameworks", BuildType.Strings, "All that it can be built for."),
        new("project.OutputType", BuildType.String, "Exe, WinExe or Library."),
        new("project.RuntimeIdentifiers", BuildType.Strings, "The runtime identifiers it names, such as linux-x64."),
        new("project.IsWeb", BuildType.Bool, "Whether it needs the ASP.NET Core runtime."),
        new("project.IsTest", BuildType.Bool, "Whether it is a test project."),
        new("project.IsSelfContained", BuildType.Bool, "Whether it is published with its runtime."),
        new("project.IsAot", BuildType.Bool, "Whether it is published as native code."),
        new("project.IsInvariant", BuildType.Bool, "Whether it needs no globalization data."),
        new("project.Packages", BuildType.Strings, "Its own package references, each as Name/Version; only the name where no version is asked for."),
        new("project.References", BuildType.Strings, "The project files of all projects that it is built from, relative to the context."),
        new("project.RestoreFiles", BuildType.Strings, "What a restore of it reads in the context, as patterns for Copy."),
        new("project.Sources", BuildType.Strings, "What a build of it reads in the context, as patterns for Copy: the folders of it and its references, and linked files."),
    ];

    private static CallParameterSymbol[] Images() =>
    [
        Named("family", BuildType.String, "Where images of these names are; else \"mcr.microsoft.com/dotnet\"."),
        Named("variant", BuildType.String, "The tag behind the version, such as \"noble-chiseled\"; else by the project. \"\" for none."),
    ];
}
