using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Steps;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>Reads <c>network:</c>, which is <c>true</c>, <c>false</c> or a list of hosts.</summary>
internal sealed class NetworkArguments(EvaluationSession session, ExpressionEvaluator expressions)
{
    private const string Parameter = "network";

    internal NetworkAccess Of(Arguments arguments) => arguments.Find(Parameter) switch
    {
        null => NetworkAccess.None,
        ListValue { Items.IsEmpty: true } => throw session.Fail(
            GraphDiagnosticCodes.NoHost, "this list names no host; without a network it is 'network: false', which need not be written", arguments.PlaceOf(Parameter)),
        ListValue list => NetworkAccess.To(list.Items.Select((item, index) => HostOf(item, PlaceOf(arguments, list, index)))),
        object value => expressions.Text.Bool(value, arguments.PlaceOf(Parameter)) ? NetworkAccess.Host : NetworkAccess.None,
    };

    private HostPattern HostOf(object item, SourceSpan place)
    {
        string text = expressions.Text.String(item, place);
        return HostPattern.TryParse(text, out HostPattern host)
            ? host
            : throw session.Fail(GraphDiagnosticCodes.InvalidHost, $"'{text}' is no host: \"example.com\", \"example.com:8080\" or \"*.example.com\", without a scheme or path{Advice(text)}", place);
    }

    private static string Advice(string text) => text == "*" ? "; all hosts are 'network: true'" : "";

    // Where the elements are written one by one, each has its own place.
    private static SourceSpan PlaceOf(Arguments arguments, ListValue list, int index) =>
        arguments.Call.Argument(Parameter) is ListSyntax syntax && syntax.Elements.Length == list.Items.Length && !syntax.Elements.Any(element => element.IsSpread)
            ? syntax.Elements[index].Span
            : arguments.PlaceOf(Parameter);
}
