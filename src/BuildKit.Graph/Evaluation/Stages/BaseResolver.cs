using BuildKit.Graph.Configuration;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>What stands behind <c>from</c>, and the environment that it brings.</summary>
internal sealed class BaseResolver(EvaluationSession session, StageResolver stages, StepList steps)
{
    private readonly Dictionary<(string Reference, Platform Platform), StepRef> pulls = [];

    internal StepRef Resolve(object value, StageBody body, SourceSpan place) => value switch
    {
        StageValue stage => stages.Resolve(stage.Declaration, body.Platform, place),
        ScratchValue => steps.Add(new ScratchStep(place, body.Name, body.Platform)),
        LayoutValue layout => steps.Add(new LayoutStep(place, body.Name, body.Platform, layout.Path, layout.Tag, Manifest: null)),
        DotNetBaseValue image => Pull(DotNetReference.Of(image, body.Platform), body, place),
        string reference => Pull(reference, body, place),
        _ => throw stages.Expressions.Text.Unfit(value, "a reference, a stage, an image, scratch or Oci(...)", place),
    };

    internal string? FindVariable(StepRef head, string name, SourceSpan place)
    {
        for (Step step = steps[head]; ; step = steps[step.Inputs[0]])
        {
            session.Spend(place);
            switch (step)
            {
                case ConfigStep { Change: SetEnv env } when env.Name == name:
                    return env.Value;
                case ScratchStep:
                    return null;
                case PullStep pull:
                    return OfBase(session.Ask(place, facts => facts.ResolveBase(pull.Reference, pull.Platform)), pull.Reference.ToString(), name, place);
                case LayoutStep layout:
                    return OfBase(session.Ask(place, facts => facts.ResolveLayout(layout.Path, layout.Tag, layout.Platform)), layout.Path, name, place);
            }
        }
    }

    private string? OfBase(BaseImage? image, string display, string name, SourceSpan place) =>
        image is not null
            ? EnvironmentVariables.Find(image.Config.Config.Env, name)
            : throw session.Fail(GraphDiagnosticCodes.BaseUnknown, $"'env.{name}' comes from {display}, which is not known before the first build", place);

    private StepRef Pull(string text, StageBody body, SourceSpan place)
    {
        if (text == "scratch")
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidReference, "the empty base is the bare name scratch, without quotes", place);
        }

        if (!ImageReference.TryParse(text, out ImageReference? reference))
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidReference, $"'{text}' is no reference such as host/path:tag", place);
        }

        // Used by several stages, a base is still pulled by one step.
        var key = (reference.ToString(), body.Platform);
        if (!pulls.TryGetValue(key, out StepRef step))
        {
            step = steps.Add(new PullStep(place, body.Name, body.Platform, reference, Manifest: null));
            pulls.Add(key, step);
        }

        return step;
    }
}
