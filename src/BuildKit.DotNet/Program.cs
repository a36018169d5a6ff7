using System.Text.Json;
using BuildKit.DotNet;
using BuildKit.Facts.Projects.Wire;

// buildkit-dotnet PROJECT [NAME=VALUE...]: evaluates a project and what it refers to, and answers with one line of JSON (ProjectAnswer) on standard output.
// Exit code 0 with an answer, also where the answer is an error; 64 where it was called wrongly.
if (args.Length == 0)
{
    Console.Error.WriteLine("buildkit-dotnet: evaluates a .NET project for buildkit, and is started by it");
    return 64;
}

ProjectAnswer answer = SdkLocator.Register(Path.GetDirectoryName(Path.GetFullPath(args[0]))!) is { } missing
    ? new ProjectAnswer { Error = missing }
    : Evaluation.Answer(Path.GetFullPath(args[0]), GlobalProperties.Parse(args[1..]));

// hostfxr writes lines of its own to standard output, so the answer has one to itself.
Console.Out.WriteLine();
Console.Out.WriteLine(JsonSerializer.Serialize(answer, ProjectAnswerJson.Default.ProjectAnswer));
return 0;
