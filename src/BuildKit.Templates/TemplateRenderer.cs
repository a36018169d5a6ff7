using System.Globalization;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

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
    public static string Render(string text, IReadOnlyDictionary<string, object> values, string name)
    {
        Template template = Template.Parse(text, name, new ParserOptions { ExpressionDepthLimit = TemplateLimits.Depth });
        if (template.Messages.FirstOrDefault(message => message.Type == ParserMessageType.Error) is { } error)
        {
            throw Wrong(name, error.Span, error.Message);
        }

        TemplateContext context = CreateContext(values);
        try
        {
            return template.Render(context);
        }
        catch (ScriptRuntimeException failure)
        {
            throw Wrong(name, failure.Span, failure.OriginalMessage, failure);
        }
    }

    private static TemplateContext CreateContext(IReadOnlyDictionary<string, object> values)
    {
        var context = new TemplateContext(TemplateFunctions.Create())
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedTargetAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedFunctionAccess = false,
            LoopLimit = TemplateLimits.Loops,
            LoopLimitQueryable = TemplateLimits.Loops,
            RecursiveLimit = TemplateLimits.Depth,
            ObjectRecursionLimit = TemplateLimits.Depth,
            LimitToString = TemplateLimits.Characters,
            OutputLimit = TemplateLimits.Characters,
            // Text that is cut short without a word would be worse than none.
            OnOutputLimit = ScriptLimitBehavior.Throw,
            OnStringLimit = ScriptLimitBehavior.Throw,
            RegexTimeOut = TemplateLimits.Regex,
            NewLine = "\n",
            TemplateLoader = null,
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        var globals = new ScriptObject();
        foreach ((string key, object value) in values)
        {
            globals.SetValue(key, Import(value), readOnly: true);
        }

        context.PushGlobal(globals);
        return context;
    }

    private static object Import(object value) => value switch
    {
        string or long or bool => value,
        System.Collections.IEnumerable items => new ScriptArray(items.Cast<object>().Select(Import)),
        _ => throw new ArgumentException($"A template has no values of type {value.GetType().Name}.", nameof(value)),
    };

    private static TemplateException Wrong(string name, SourceSpan span, string message, Exception? inner = null) =>
        new(name, span.Start.Line + 1, span.Start.Column + 1, message, inner);
}
