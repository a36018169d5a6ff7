namespace BuildKit.Templates;

/// <summary>A template that does not parse, names something it was not given, or goes beyond its limits.</summary>
/// <param name="template">The name it was rendered under.</param>
/// <param name="line">From 1.</param>
/// <param name="column">From 1.</param>
/// <param name="message">What is wrong, without the place.</param>
public sealed class TemplateException(string template, int line, int column, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The name it was rendered under.</summary>
    public string Template { get; } = template;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>From 1.</summary>
    public int Column { get; } = column;

    /// <summary><c>template(line,column)</c>.</summary>
    public string Place => $"{Template}({Line},{Column})";
}
