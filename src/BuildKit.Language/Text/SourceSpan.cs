namespace BuildKit.Language.Text;

/// <summary>A stretch of one source text: <paramref name="Start"/> is an offset from 0, <paramref name="Length"/> may be 0.</summary>
public readonly record struct SourceSpan(SourceText Source, int Start, int Length)
{
    /// <summary>The offset just behind the last character.</summary>
    public int End => Start + Length;

    /// <summary>Where the stretch begins.</summary>
    public LinePosition Position => Source.PositionOf(Start);

    /// <summary>The characters covered.</summary>
    public string Text => Source.Content.Substring(Start, Length);

    /// <summary><c>path(line,column)</c>, which editors and CI systems turn into a link.</summary>
    public override string ToString() => $"{Source.Path}({Position})";
}
