using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BuildKit.Facts.Projects.Wire;

namespace BuildKit.Facts.Projects;

/// <summary>
/// Answers of the process that evaluates, each in a file of its own. One counts as long as every file that evaluation read has the same content, no further file
/// that MSBuild, NuGet or dotnet look for by its name has come or gone, and the SDK is the same.
/// </summary>
/// <param name="folder">Absolute; made when something is kept. Null keeps nothing.</param>
public sealed class ProjectMemory(string? folder)
{
    internal ProjectAnswer? Find(string project, IReadOnlyDictionary<string, string> properties)
    {
        if (folder is null)
        {
            return null;
        }

        try
        {
            using FileStream file = File.OpenRead(FileOf(project, properties));
            RememberedAnswer? remembered = JsonSerializer.Deserialize(file, ProjectMemoryJson.Default.RememberedAnswer);
            return remembered is { Answer.Version: ProjectAnswer.CurrentVersion } && Directory.Exists(remembered.Answer.Sdk)
                && remembered.Digest == ProjectInputs.DigestOf(project, remembered.Answer)
                ? remembered.Answer
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // Not known; the process is asked.
        }
    }

    internal void Keep(string project, IReadOnlyDictionary<string, string> properties, ProjectAnswer answer)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            string path = FileOf(project, properties);
            _ = Directory.CreateDirectory(folder);
            string temporary = $"{path}.{Environment.ProcessId}";
            using (FileStream file = File.Create(temporary))
            {
                JsonSerializer.Serialize(file, new RememberedAnswer(ProjectInputs.DigestOf(project, answer), answer), ProjectMemoryJson.Default.RememberedAnswer);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Memory only: the next build asks again.
        }
    }

    private string FileOf(string project, IReadOnlyDictionary<string, string> properties)
    {
        var text = new StringBuilder(project);
        foreach ((string name, string value) in properties)
        {
            _ = text.Append('\0').Append(name).Append('=').Append(value);
        }

        return Path.Combine(folder!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }
}
