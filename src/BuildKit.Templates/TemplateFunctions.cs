using Scriban;
using Scriban.Runtime;

namespace BuildKit.Templates;

/// <summary>Scriban's own functions, less those whose result is not a function of their arguments and those that read templates.</summary>
internal static class TemplateFunctions
{
    // date and timespan go as a whole: parsing and printing a date depend on the machine's time zone.
    private static readonly string[] Objects = ["date", "timespan", "include", "include_join"];

    private static readonly (string Object, string Function)[] Functions = [("math", "random"), ("math", "uuid"), ("object", "eval"), ("object", "eval_template")];

    internal static ScriptObject Create()
    {
        ScriptObject functions = TemplateContext.GetDefaultBuiltinObject();
        foreach (string name in Objects)
        {
            functions.Remove(name);
        }

        foreach ((string name, string function) in Functions)
        {
            if (functions.TryGetValue(name, out object? value) && value is ScriptObject members)
            {
                members.Remove(function);
            }
        }

        if (functions.TryGetValue("object", out object? objects) && objects is ScriptObject ofObjects)
        {
            ofObjects.SetValue("to_json", new ToJsonFunction(), readOnly: true);
        }

        return functions;
    }
}
