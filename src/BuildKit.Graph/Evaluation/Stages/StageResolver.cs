using BuildKit.Graph.Evaluation.Emission;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Steps;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>Makes the steps of stages and images, each once for every platform that it is used for.</summary>
internal sealed class StageResolver
{
    private readonly EvaluationSession session;
    private readonly Dictionary<(StageDeclaration Stage, Platform Platform), StepRef?> results = [];
    private readonly HashSet<(StageDeclaration Stage, Platform Platform)> pending = [];
    private readonly Dictionary<StageDeclaration, Platform> firstPlatforms = [];
    private readonly BaseResolver bases;
    private readonly BodyEvaluator bodies;
    private readonly StageFinder finder;

    internal StageResolver(EvaluationSession session)
    {
        this.session = session;
        Expressions = new ExpressionEvaluator(session, this);
        finder = new StageFinder(session, Expressions);
        bases = new BaseResolver(session, this, Steps);
        bodies = new BodyEvaluator(session, Expressions, new StepEmitter(session, Expressions, this));
    }

    internal ExpressionEvaluator Expressions { get; }

    internal StepList Steps { get; } = new();

    /// <summary>Whether stages are only named, by an empty step, and variables of an image too: for what holds whatever is in them.</summary>
    internal bool NamesStages { get; init; }

    /// <summary>Finds the stages and images of a file, if that is not done yet.</summary>
    internal IReadOnlyList<StageDeclaration> Elaborate(ModuleInstance module) => module.Stages ?? finder.Find(module);

    /// <summary>The last step of a stage or image for a platform; a stage <c>on build</c> is for the builder's, whatever is asked for.</summary>
    /// <exception cref="EvaluationFailedException">It has errors, which are reported.</exception>
    internal StepRef Resolve(StageDeclaration stage, Platform target, SourceSpan place)
    {
        if (NamesStages)
        {
            return Steps.Add(new ScratchStep(place, stage.Name, target));
        }

        Platform platform = stage.OnBuild ? session.Ask(place, facts => facts.BuildPlatform) : target;
        var key = (stage, platform);
        if (results.TryGetValue(key, out StepRef? known))
        {
            return known ?? throw new EvaluationFailedException();
        }

        if (!pending.Add(key))
        {
            throw new InvalidOperationException($"The stage '{stage.Name}' is built from itself, which binding should have found.");
        }

        firstPlatforms.TryAdd(stage, platform);
        StepRef? result = null;
        try
        {
            result = Build(stage, platform);
            return result ?? throw new EvaluationFailedException();
        }
        finally
        {
            pending.Remove(key);
            results[key] = result;
        }
    }

    /// <summary>The platform that a stage was first used for; null where it was used for none yet.</summary>
    internal Platform? FirstPlatform(StageDeclaration stage) => firstPlatforms.GetValueOrDefault(stage);

    /// <summary>The step that a value of <c>from</c> stands for.</summary>
    internal StepRef Base(object value, StageBody body, SourceSpan place) => bases.Resolve(value, body, place);

    /// <summary>Puts steps behind the last one of a body, each made when those in front of it are there.</summary>
    internal void Append(StageBody body, IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            session.Spend(step.Origin);
            body.Head = Steps.Add(step);
        }
    }

    /// <summary>Carries out the statements of a test; gives whether all of it went well.</summary>
    internal bool Run(BlockSyntax block, Scope scope) => bodies.Run(block, scope);

    /// <summary>The value that a variable of the environment has behind a step; null where it is not set.</summary>
    internal string? FindVariable(StepRef head, string name, SourceSpan place) =>
        NamesStages ? $"env.{name}" : bases.FindVariable(head, name, place);

    private StepRef? Build(StageDeclaration stage, Platform platform)
    {
        var body = new StageBody(stage.Name, platform, stage.Place) { IsImage = stage.IsImage };
        Scope scope = stage.Scope.WithBody(body);
        bool hasBase = session.Try(() =>
        {
            body.Base = Expressions.Evaluate(stage.From, scope);
            body.Head = Base(body.Base, body, stage.From.Span);
            CheckPlatform(Steps[body.Head.Value].Platform, body, stage.From.Span);
        });

        // There is no graph any more, but errors of the body are found in the same go.
        body.Head ??= Steps.Add(new ScratchStep(stage.From.Span, body.Name, platform));
        StepRef first = body.Head.Value;
        bool well = bodies.Run(stage.Body, scope) && hasBase;
        if (well && body is { IsImage: true, Base: DotNetBaseValue { IsSdk: false } image })
        {
            new RuntimeConventions(session, Steps, image, stage.From.Span).Apply(body, first);
        }

        return well ? body.Head : null;
    }

    // Files can come from the builder's platform; a whole root filesystem would be run, and named, as what it is not.
    private void CheckPlatform(Platform found, StageBody body, SourceSpan place)
    {
        if (!PlatformSelector.RunsOn(found, body.Platform))
        {
            throw session.Fail(
                GraphDiagnosticCodes.OtherPlatform, $"this is for {found}, as it is 'on build', and '{body.Name}' is for {body.Platform}", place);
        }
    }
}
