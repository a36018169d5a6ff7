using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>Names of variables.</summary>
internal static class VariableName
{
    /// <summary>The name, or a mistake at its place.</summary>
    internal static string Valid(EvaluationSession session, string name, SourceSpan place) =>
        name.Length > 0 && !name.AsSpan().ContainsAny("=\0 \t\r\n")
            ? name
            : throw session.Fail(GraphDiagnosticCodes.InvalidName, $"'{name}' is no name of a variable: it is empty or holds '=', a blank or NUL", place);
}
