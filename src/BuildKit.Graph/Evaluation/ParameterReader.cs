using System.Globalization;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation;

/// <summary>Gives the Buildfile's parameters the values of the command line. Mistakes are shown in the text given there.</summary>
internal sealed class ParameterReader(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal void Read(ModuleInstance module, IReadOnlyDictionary<string, string> texts)
    {
        ParameterSymbol[] parameters = [.. module.Symbol.Members.OfType<ParameterSymbol>()];
        var given = new List<(ParameterSymbol Parameter, SourceSpan Place)>();
        foreach ((string name, string text) in texts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var source = new SourceText("--set", $"{name}={text}");
            if (Array.Find(parameters, parameter => parameter.Name == name) is { } known)
            {
                SourceSpan place = new(source, name.Length + 1, text.Length);
                module.Values[known] = FailedValue.Instance;
                if (session.Try(() => module.Values[known] = Parse(known, known.Type, text, place)))
                {
                    given.Add((known, place));
                }
            }
            else
            {
                string? near = Spelling.Nearest(name, parameters.Select(parameter => parameter.Name));
                string help = near is not null ? $"did you mean '{near}'?"
                    : parameters.Length == 0 ? "it declares none" : $"it has {string.Join(", ", parameters.Select(parameter => parameter.Name))}";
                session.Report(Diagnostic.Error(
                    GraphDiagnosticCodes.UnknownParameter, $"{module.Symbol.Name} has no param '{name}'; {help}", new SourceSpan(source, 0, name.Length)));
            }
        }

        foreach (ParameterSymbol parameter in parameters.Where(parameter => parameter.Syntax.Default is null && !texts.ContainsKey(parameter.Name)))
        {
            module.Values[parameter] = FailedValue.Instance;
            session.Report(Diagnostic.Error(
                GraphDiagnosticCodes.MissingParameter, $"the param '{parameter.Name}' has no value; give one with --set {parameter.Name}=...", parameter.Syntax.Identifier.Span));
        }

        // Only now, since the list of what is allowed may name other parameters.
        foreach ((ParameterSymbol parameter, SourceSpan place) in given)
        {
            object value = module.Values[parameter];
            if (!session.Try(() => ParameterCheck.Allowed(session, expressions, module, parameter, value, place)))
            {
                module.Values[parameter] = FailedValue.Instance;
            }
        }
    }

    private object Parse(ParameterSymbol parameter, BuildType type, string text, SourceSpan place)
    {
        switch (type.Kind)
        {
            case TypeKind.Int when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number):
                return number;
            case TypeKind.Bool when bool.TryParse(text, out bool flag):
                return flag;
            case TypeKind.String:
                return text;
            case TypeKind.List when type.Element is { } element:
                return ListValue.Of(text.Length == 0 ? [] : text.Split(',').Select(item => Parse(parameter, element, item, place)));
            default:
                string help = type.Kind switch
                {
                    TypeKind.Int => "a whole number such as 8080",
                    TypeKind.Bool => "true or false",
                    _ => $"a value of type {type}",
                };
                throw session.Fail(
                    GraphDiagnosticCodes.InvalidParameter, $"'{text}' is no value for '{parameter.Name}', which is {help}", place,
                    new Note("it is declared here", parameter.Declaration));
        }
    }
}
