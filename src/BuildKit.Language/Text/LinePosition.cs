namespace BuildKit.Language.Text;

/// <summary>A place in a text. Line and column count from 1; a column is one UTF-16 code unit.</summary>
public readonly record struct LinePosition(int Line, int Column)
{
    /// <summary><c>line,column</c>, as compilers print it.</summary>
    public override string ToString() => $"{Line},{Column}";
}
