using System.Collections.Immutable;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics.Shell;

/// <summary>
/// Follows the quoting of a shell script (POSIX, Shell Command Language, 2.2 and 2.7.4) and finds the holes whose value, which is quoted as
/// a word of its own, would be quoted twice or not at all.
/// </summary>
internal sealed class ShellScanner
{
    private readonly Stack<ShellState> states = new([ShellState.Plain]);
    private readonly Queue<string> hereDocuments = new();
    private readonly List<int> hereDocumentStarts = [];
    private readonly System.Text.StringBuilder line = new();
    private char previous = '\n';
    private bool isEscaped;
    private bool hasHole;

    private ShellState State => states.Peek();

    /// <summary>The holes that stand where they cannot be quoted, in the order of the text.</summary>
    public static ImmutableArray<ShellFault> FindFaults(StringSyntax literal)
    {
        if (literal.Dollars == 0) return [];
        var scanner = new ShellScanner();
        var faults = ImmutableArray.CreateBuilder<ShellFault>();
        foreach (StringPartSyntax part in literal.Parts)
        {
            switch (part)
            {
                case TextPartSyntax text: scanner.Read(text.Value); break;
                case HoleSyntax hole when scanner.Fault() is { } message: faults.Add(new ShellFault(hole, message)); break;
            }

            if (part is HoleSyntax) scanner.ReadHole();
        }

        return faults.ToImmutable();
    }

    private string? Fault() => this switch
    {
        { State: ShellState.SingleQuoted or ShellState.DoubleQuoted } =>
            "this hole stands inside of shell quotes; its value is quoted by itself, so leave the quotes out: \"a\"{x}\"b\" or {x}",
        { State: ShellState.Braces } => "this hole stands inside of ${...}; a brace of the shell in an interpolated string is written '{{' (or use $$\"\"\")",
        { State: ShellState.Backticks } => "this hole stands inside of backticks, where quoting does not hold; write $(...)",
        { State: ShellState.Comment } => "this hole stands in a comment of the shell, which a line end in its value would end",
        { State: ShellState.HereDocument } => "this hole stands in a here-document, where quotes have no meaning; use Write(path, content) or printf",
        { isEscaped: true } => "the backslash before this hole would undo its quoting",
        { previous: '$' } => "'$' before a hole; a variable of the shell is written '${{name}}' in an interpolated string (or use $$\"\"\")",
        _ => null,
    };

    private void ReadHole()
    {
        (previous, isEscaped, hasHole) = ('x', false, true);
    }

    private void Read(string text)
    {
        foreach (char c in text)
        {
            if (isEscaped)
            {
                isEscaped = false;
            }
            else if (State == ShellState.HereDocument)
            {
                ReadHereDocument(c);
            }
            else
            {
                ReadScript(c);
            }

            if (c == '\n') hasHole = false;
            line.Append(c);
            if (c == '\n')
            {
                line.Clear();
                hereDocumentStarts.Clear();
            }

            previous = c;
        }
    }

    private void ReadScript(char c)
    {
        switch (State)
        {
            case ShellState.SingleQuoted:
                if (c == '\'') states.Pop();
                return;
            case ShellState.Comment:
                if (c == '\n') Leave();
                return;
            case ShellState.DoubleQuoted when c == '\'':
                return;
        }

        switch (c)
        {
            case '\\': isEscaped = true; break;
            case '\'' when !IsInDoubleQuotedBraces: states.Push(ShellState.SingleQuoted); break;
            case '"' when State == ShellState.DoubleQuoted: states.Pop(); break;
            case '"': states.Push(ShellState.DoubleQuoted); break;
            case '`' when State == ShellState.Backticks: states.Pop(); break;
            case '`': states.Push(ShellState.Backticks); break;
            case '(' when State != ShellState.DoubleQuoted || previous == '$': states.Push(ShellState.Parentheses); break;
            case ')' when State == ShellState.Parentheses: states.Pop(); break;
            case '<' when BeginsHereDocument: hereDocumentStarts.Add(line.Length + 1); break;
            case '{' when previous == '$': states.Push(ShellState.Braces); break;
            case '}' when State == ShellState.Braces: states.Pop(); break;
            case '#' when State is ShellState.Plain or ShellState.Parentheses && previous is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(': states.Push(ShellState.Comment); break;
            case '\n' when State is ShellState.Plain or ShellState.Parentheses: BeginHereDocuments(); break;
        }
    }

    private bool IsInDoubleQuotedBraces => State == ShellState.Braces && states.Skip(1).First() == ShellState.DoubleQuoted;

    /// <summary>Whether the second of exactly two <c>&lt;</c> stands here; <c>&lt;&lt;&lt;</c> is followed by a word.</summary>
    private bool BeginsHereDocument =>
        previous == '<' && State is ShellState.Plain or ShellState.Parentheses && !IsArithmetic && (line.Length < 2 || line[^2] != '<');

    /// <summary>Whether this is <c>$((...))</c>, where <c>&lt;&lt;</c> shifts.</summary>
    private bool IsArithmetic => State == ShellState.Parentheses && states.Skip(1).FirstOrDefault() == ShellState.Parentheses;

    private void Leave()
    {
        states.Pop();
        BeginHereDocuments();
    }

    private void BeginHereDocuments()
    {
        string text = line.ToString();
        foreach (int start in hereDocumentStarts)
        {
            if (HereDocumentWord.At(text, start) is { } word) hereDocuments.Enqueue(word);
        }

        if (hereDocuments.Count > 0) states.Push(ShellState.HereDocument);
    }

    private void ReadHereDocument(char c)
    {
        if (c != '\n' || hasHole || line.ToString().TrimStart('\t') != hereDocuments.Peek()) return;
        hereDocuments.Dequeue();
        if (hereDocuments.Count == 0) states.Pop();
    }
}
