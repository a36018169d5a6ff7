using System.Text;

namespace BuildKit.Cli.Starting;

/// <summary>The text of a Buildfile to begin with, in the form that all Buildfiles have.</summary>
internal static class FirstBuildfile
{
    /// <summary>An image for each project.</summary>
    /// <param name="projects">At least one.</param>
    /// <param name="names">Of the images, in the same order.</param>
    /// <param name="family">What the bases are below; null for Microsoft's.</param>
    public static string OfProjects(IReadOnlyList<RunnableProject> projects, IReadOnlyList<string> names, string? family = null)
    {
        var text = new StringBuilder("// An image for each project that can be run, on the base that its framework asks for. Port, user, entrypoint and labels follow from the project,\n");
        text.Append("// and what a body sets itself counts. The bases are pinned in buildkit.lock.\n");
        if (family is not null)
        {
            text.Append($"\nparam string family = {Literal(family)};\n");
        }

        string bases = family is null ? "" : ", family: family";
        for (int i = 0; i < projects.Count; i++)
        {
            string variable = ProjectNames.Variable(names[i]);
            string framework = projects[i].Framework is { } chosen ? $", framework: {Literal(chosen)}" : "";
            text.Append($$"""

                var {{variable}} = DotNet.Project({{Literal(projects[i].Path)}}{{framework}});

                image {{names[i]}} from DotNet.Runtime({{variable}}{{bases}})
                {
                    Publish({{variable}}, to: "/app");
                }

                """);
        }

        return text.ToString();
    }

    /// <summary>An image of the folder's files.</summary>
    public static string OfFolder(string name) => $$"""
        // The files of this folder on a base, which is pinned in buildkit.lock.

        param string base = "docker.io/library/debian:stable-slim";

        image {{name}} from base
        {
            WorkDir("/app");
            Copy(".", to: ".", exclude: ["Buildfile", "buildkit.lock"]);
            Command("ls", "-l");
        }

        """;

    private static string Literal(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
