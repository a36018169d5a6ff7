using BuildKit.Facts.Projects.Wire;
using Microsoft.Build.Execution;

namespace BuildKit.DotNet;

/// <summary>What is told of the container that a project wants, by the names that the SDK's own container support has for it.</summary>
internal static class ContainerDescription
{
    internal static EvaluatedContainer Of(ProjectInstance project) => new()
    {
        Ports = [.. project.GetItems("ContainerPort").Select(item => $"{item.EvaluatedInclude}/{(item.GetMetadataValue("Type") is { Length: > 0 } type ? type : "tcp")}").Distinct(StringComparer.Ordinal)],
        Variables = Values(project, "ContainerEnvironmentVariable", []),
        Labels = Values(project, "ContainerLabel", Labels(project)),
        User = project.GetPropertyValue("ContainerUser"),
        HealthCheck = ProjectDescription.List(project, "ContainerHealthCheck"),
    };

    private static Dictionary<string, string> Values(ProjectInstance project, string itemType, Dictionary<string, string> values)
    {
        foreach (ProjectItemInstance item in project.GetItems(itemType))
        {
            values[item.EvaluatedInclude] = item.GetMetadataValue("Value");
        }

        return values;
    }

    // The annotations of the OCI image specification that a project has an answer to. The SDK has a switch for all of them and one for each.
    private static Dictionary<string, string> Labels(ProjectInstance project)
    {
        string assembly = project.GetPropertyValue("AssemblyName");
        string authors = First(project, "ContainerAuthors", "Authors");
        string source = project.GetPropertyValue("RepositoryUrl");
        (string Name, string Value)[] labels =
        [
            ("Title", First(project, "ContainerTitle", "Title") is { Length: > 0 } title ? title : assembly),
            ("Description", First(project, "ContainerDescription", "Description")),
            ("Version", First(project, "ContainerVersion", "PackageVersion", "Version")),
            ("Authors", authors == assembly ? "" : authors), // The SDK's default.
            ("Vendor", project.GetPropertyValue("ContainerVendor")),
            ("Licenses", First(project, "ContainerLicenseExpression", "PackageLicenseExpression")),
            ("Url", First(project, "ContainerInformationUrl", "PackageProjectUrl")),
            ("Documentation", project.GetPropertyValue("ContainerDocumentationUrl")),
            ("Source", source.EndsWith(".git", StringComparison.Ordinal) ? source[..^".git".Length] : source),
        ];
        return IsOff(project, "ContainerGenerateLabels") ? [] : labels
            .Where(label => label.Value.Length > 0 && !IsOff(project, "ContainerGenerateLabelsImage" + label.Name))
            .ToDictionary(label => "org.opencontainers.image." + label.Name.ToLowerInvariant(), label => label.Value);
    }

    private static string First(ProjectInstance project, params ReadOnlySpan<string> properties)
    {
        foreach (string property in properties)
        {
            if (project.GetPropertyValue(property) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return "";
    }

    private static bool IsOff(ProjectInstance project, string property) => project.GetPropertyValue(property).Equals("false", StringComparison.OrdinalIgnoreCase);
}
