using System.Collections;
using System.Globalization;
using System.Text;

namespace BuildKit.Graph.Keys;

/// <summary>The values of a template step as text in which no two different values look alike.</summary>
internal static class TemplateValues
{
    internal static string Frame(KeyValuePair<string, object> value)
    {
        var text = new StringBuilder(value.Key).Append('=');
        Append(text, value.Value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object value)
    {
        switch (value)
        {
            case string s:
                text.Append(CultureInfo.InvariantCulture, $"s{s.Length}:{s}");
                break;
            case long number:
                text.Append(CultureInfo.InvariantCulture, $"i{number};");
                break;
            case bool flag:
                text.Append(flag ? "true;" : "false;");
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (object item in items)
                {
                    Append(text, item);
                }

                text.Append(']');
                break;
            default:
                throw new ArgumentException($"A template has no values of type {value.GetType().Name}.", nameof(value));
        }
    }
}
