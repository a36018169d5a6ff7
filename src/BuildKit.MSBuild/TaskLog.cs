using BuildKit.MSBuild.Tool;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild;

/// <summary>What a task tells MSBuild.</summary>
/// <param name="engine">The task's.</param>
/// <param name="file">The file that is to blame where the tool names none.</param>
internal sealed class TaskLog(IBuildEngine engine, string file)
{
    private const string Sender = "buildkit";

    /// <summary>Whether an error was logged.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>An error with its advice.</summary>
    public void Error(string code, string message) => Log(new ToolDiagnostic("error", code, message, null, 0, 0));

    /// <summary>A warning with its advice.</summary>
    public void Warning(string code, string message) => Log(new ToolDiagnostic("warning", code, message, null, 0, 0));

    /// <summary>What is of interest on every console.</summary>
    public void Line(string text) => Message(text, MessageImportance.High);

    /// <summary>What is of interest to somebody who looks for it.</summary>
    public void Detail(string text) => Message(text, MessageImportance.Low);

    /// <summary>A diagnostic of the tool, with its lines.</summary>
    public void Log(ToolDiagnostic diagnostic)
    {
        string place = diagnostic.File ?? file;
        switch (diagnostic.Severity)
        {
            case "error":
                HasErrors = true;
                engine.LogErrorEvent(new BuildErrorEventArgs(null, diagnostic.Code, place, diagnostic.Line, diagnostic.Column, 0, 0, diagnostic.Text, null, Sender));
                break;
            case "warning":
                engine.LogWarningEvent(new BuildWarningEventArgs(null, diagnostic.Code, place, diagnostic.Line, diagnostic.Column, 0, 0, diagnostic.Text, null, Sender));
                break;
            default:
                Line($"{place}({diagnostic.Line},{diagnostic.Column}): {diagnostic.Severity} {diagnostic.Code}: {diagnostic.Text}");
                break;
        }
    }

    private void Message(string text, MessageImportance importance) => engine.LogMessageEvent(new BuildMessageEventArgs(text, null, Sender, importance));
}
