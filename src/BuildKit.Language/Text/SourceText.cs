using System.Collections.Immutable;

namespace BuildKit.Language.Text;

/// <summary>One file of Buildfile source: its path as the user would write it, and its characters.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> lineStarts;

    /// <summary>Takes the text as it is; lines end at <c>\n</c>, <c>\r\n</c> or <c>\r</c>.</summary>
    public SourceText(string path, string content)
    {
        Path = path;
        Content = content;
        lineStarts = FindLineStarts(content);
    }

    /// <summary>The path for display, relative to where the user stands when that is possible.</summary>
    public string Path { get; }

    /// <summary>All characters, UTF-16.</summary>
    public string Content { get; }

    /// <summary>How many lines there are; an empty text has one.</summary>
    public int LineCount => lineStarts.Length;

    /// <summary>The place of an offset in <c>[0, Content.Length]</c>.</summary>
    public LinePosition PositionOf(int offset)
    {
        int index = lineStarts.BinarySearch(offset);
        if (index < 0)
        {
            index = ~index - 1;
        }

        return new LinePosition(index + 1, offset - lineStarts[index] + 1);
    }

    /// <summary>The characters of a 1-based line, without its line end.</summary>
    public string LineAt(int line)
    {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.Length ? lineStarts[line] : Content.Length;
        return Content[start..end].TrimEnd('\r', '\n');
    }

    private static ImmutableArray<int> FindLineStarts(string content)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] == '\n' || (content[i] == '\r' && (i + 1 == content.Length || content[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return starts.ToImmutable();
    }
}
