using BuildKit.Graph.Evaluation.Environments;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>The statements of an environment.</summary>
internal sealed class EnvironmentSteps(EvaluationSession session)
{
    internal void Emit(string name, Arguments arguments, EnvironmentBody environment)
    {
        if (environment.WantsTags)
        {
            if (name == "Tag")
            {
                environment.Tags.AddRange(arguments.Texts("tags"));
            }

            return;
        }

        switch (name)
        {
            case "Registry":
                environment.Place = environment.Place is null
                    ? Place(arguments)
                    : throw session.Fail(GraphDiagnosticCodes.EnvironmentRegistry, "an environment is in one place", arguments.Place);
                break;
            case "After":
                environment.After.AddRange(arguments.Items<EnvironmentValue>("environments", "an environment").Select(item => (item.Value.Name, item.Place)));
                break;
            case "Require":
                environment.Gates.AddRange(arguments.Items<GateValue>("gates", "a gate").SelectMany(item => item.Value.Gates));
                break;
            case "Tag":
                environment.WrittenTags.AddRange(arguments.Call.ArgumentList("tags").Select(tag => tag.Span.Text.ToString()));
                break;
            default:
                throw new InvalidOperationException($"'{name}' stands in an environment, which binding should have found.");
        }
    }

    private ImageReference Place(Arguments arguments)
    {
        string text = arguments.String("place");
        if (!ImageReference.TryParse(text, out ImageReference? place) || place.Registry is null || place.Tag is not null || place.Digest is not null)
        {
            throw session.Fail(
                GraphDiagnosticCodes.EnvironmentRegistry, $"'{text}' is no place in a registry: host/path, such as localhost:5000/team/api, without a tag", arguments.PlaceOf("place"));
        }

        return place;
    }
}
