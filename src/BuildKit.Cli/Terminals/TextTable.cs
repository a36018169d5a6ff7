namespace BuildKit.Cli.Terminals;

/// <summary>Rows in columns as wide as their widest cell, two blanks apart.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> rows = [];

    /// <summary>Adds a row with one cell a heading.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>Writes headings and rows.</summary>
    public void WriteTo(TextOutput output)
    {
        int[] widths = [.. headings.Select((heading, column) => Math.Max(heading.Length, rows.Select(row => row[column].Length).DefaultIfEmpty().Max()))];
        output.Line(output.Styled(TextStyle.Strong, Format(headings, widths)));
        foreach (string[] row in rows)
        {
            output.Line(Format(row, widths));
        }
    }

    private static string Format(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
}
