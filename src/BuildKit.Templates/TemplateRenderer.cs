namespace BuildKit.Templates;

/// <summary>
/// Renders Scriban templates. The text depends on the template and the values alone: there is no file, include, clock, chance, culture or environment in it.
/// </summary>
public static class TemplateRenderer
{
    /// <summary>Renders a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="values">What it may name; values are string, long, bool or lists of them.</param>
    /// <param name="name">What messages call it, usually its path.</param>
    /// <exception cref="TemplateException">The template is wrong at a place, or goes beyond its limits.</exception>
    public static string Render(string text, IReadOnlyDictionary<string, object> values, string name) => throw new NotSupportedException();
}
