using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Language.Parsing;

/// <content>Blanks and comments.</content>
internal sealed partial class Lexer
{
    private void SkipTrivia()
    {
        while (position < content.Length)
        {
            char c = content[position];
            if (c is '\n' or '\r')
            {
                isLineStart = true;
                position++;
            }
            else if (char.IsWhiteSpace(c))
            {
                position++;
            }
            else if (c == '/' && Peek(1) == '/')
            {
                int start = position;
                SkipLine();
                AddComment(start);
            }
            else if (c == '/' && Peek(1) == '*')
            {
                SkipBlockComment();
            }
            else if (c == '#' && isLineStart)
            {
                int start = position;
                SkipLine();
                Report(DiagnosticCodes.HashComment, "a comment begins with '//'", start, start + 1);
            }
            else
            {
                return;
            }
        }
    }

    private void AddComment(int start)
    {
        if (nestedStrings == 0) Comments.Add(new SourceSpan(text, start, position - start));
    }

    private void SkipLine()
    {
        while (position < content.Length && content[position] is not ('\n' or '\r')) position++;
    }

    private void SkipBlockComment()
    {
        int start = position;
        int end = content.IndexOf("*/", start + 2, StringComparison.Ordinal);
        position = end < 0 ? content.Length : end + 2;
        AddComment(start);
        if (end < 0) Report(DiagnosticCodes.UnclosedComment, "this comment has no '*/'", start, start + 2);
        isLineStart |= content.AsSpan(start, position - start).ContainsAny('\n', '\r');
    }
}
