using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary>What every path must be.</summary>
internal static class PathCheck
{
    internal static string Valid(EvaluationSession session, string path, SourceSpan place)
    {
        if (path.Length == 0)
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidPath, "a path has at least one character", place);
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidPath, "a path holds no NUL", place);
        }

        // Linux's limits: PATH_MAX and NAME_MAX count bytes.
        if (System.Text.Encoding.UTF8.GetByteCount(path) > 4095 || path.Split('/').Any(part => System.Text.Encoding.UTF8.GetByteCount(part) > 255))
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidPath, "a path has at most 4095 bytes, and each part of it at most 255", place);
        }

        return path;
    }
}
