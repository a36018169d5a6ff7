using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>The functions that ask for .NET projects.</summary>
internal sealed class ProjectCalls(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal object Evaluate(string name, Arguments arguments)
    {
        if (name == "DotNet.Projects")
        {
            string solution = arguments.String("solution");
            return ListValue.Of(session.Ask(arguments.PlaceOf("solution"), facts => facts.ResolveSolution(solution)));
        }

        var query = new ProjectQuery(arguments.String("path"), Properties(arguments));
        return session.Ask(arguments.PlaceOf("path"), facts => facts.ResolveProject(query));
    }

    private ImmutableSortedDictionary<string, string> Properties(Arguments arguments)
    {
        // MSBuild's names of properties differ by more than case.
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object value) in (arguments.Find("properties") as ObjectValue)?.Properties ?? [])
        {
            SourceSpan place = arguments.PlaceOf("properties");
            properties[name] = expressions.Text.Of(value, place);
        }

        properties["Configuration"] = arguments.FindString("configuration") ?? properties.GetValueOrDefault("Configuration", "Release");
        if (arguments.FindString("framework") is { } framework)
        {
            properties["TargetFramework"] = framework;
        }

        return properties.ToImmutable();
    }
}
