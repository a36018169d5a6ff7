using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Targets;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>Makes the targets of a Buildfile: its stages and images, behind them its tests.</summary>
internal sealed class TargetBuilder(EvaluationSession session, StageResolver stages)
{
    internal ImmutableArray<Target> Build(ModuleInstance module)
    {
        IReadOnlyList<StageDeclaration> declarations = stages.Elaborate(module);
        CheckNames(declarations);
        var targets = new Target?[declarations.Count];

        // Images first: a stage is then built for a platform that it is used for.
        for (int i = 0; i < targets.Length; i++)
        {
            if (declarations[i] is { IsImage: true } image)
            {
                session.Try(() => targets[i] = Image(image));
            }
        }

        for (int i = 0; i < targets.Length; i++)
        {
            if (declarations[i] is { IsImage: false } stage)
            {
                session.Try(() => targets[i] = Stage(stage));
            }
        }

        var tests = new TestBuilder(session, stages);
        var tested = ImmutableArray.CreateBuilder<TestTarget>();
        foreach (TestDeclaration test in module.Tests)
        {
            session.Try(() => tested.Add(tests.Build(test, declarations, targets.OfType<ImageTarget>())));
        }

        return [.. targets.OfType<Target>(), .. tested];
    }

    private StageTarget Stage(StageDeclaration stage)
    {
        Platform platform = stages.FirstPlatform(stage) ?? session.Ask(stage.Place, facts => facts.BuildPlatform);
        return new StageTarget(stage.Name, stage.Syntax.Span, stages.Resolve(stage, platform, stage.Place));
    }

    private ImageTarget Image(StageDeclaration image)
    {
        var variants = ImmutableArray.CreateBuilder<ImageVariant>();
        IReadOnlyList<Platform> platforms = [];
        bool well = session.Try(() => platforms = Platforms(image));
        if (!well)
        {
            // Only to find what is wrong in the body, too.
            platforms = [session.Ask(image.Place, facts => facts.BuildPlatform)];
        }

        foreach (Platform platform in platforms)
        {
            well &= session.Try(() => variants.Add(new ImageVariant(platform, stages.Resolve(image, platform, image.Place))));
        }

        if (!well)
        {
            throw new EvaluationFailedException();
        }

        (DateTimeOffset? created, string? revision) = session.Ask(
            image.Place, facts => (facts.SourceDateEpoch ?? facts.Git?.CommitTime, facts.Git?.Sha));
        return new ImageTarget(image.Name, image.Syntax.Span, LocalName.Of(image.Name), variants.ToImmutable(), WholeSeconds(created), revision);
    }

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } moment ? DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds()) : null;

    private List<Platform> Platforms(StageDeclaration image)
    {
        if (image.Platforms is not { } syntax)
        {
            return [session.Ask(image.Place, facts => facts.BuildPlatform)];
        }

        var platforms = new List<Platform>();
        ListValue list = stages.Expressions.Text.List(stages.Expressions.Evaluate(syntax, image.Scope), syntax.Span);
        foreach (object item in list.Items)
        {
            string text = stages.Expressions.Text.String(item, syntax.Span);
            if (!PlatformText.TryParse(text, out Platform? platform, out string? suggestion) || platform is null)
            {
                string help = suggestion is null ? "it is no platform such as linux/amd64" : $"did you mean '{suggestion}'?";
                throw session.Fail(GraphDiagnosticCodes.InvalidPlatform, $"'{text}': {help}", syntax.Span);
            }

            platforms.Add(platforms.Contains(platform)
                ? throw session.Fail(GraphDiagnosticCodes.InvalidPlatform, $"the platform '{text}' stands twice", syntax.Span)
                : platform);
        }

        return platforms.Count > 0 ? platforms : throw session.Fail(GraphDiagnosticCodes.InvalidPlatform, "an image is for at least one platform", syntax.Span);
    }

    private void CheckNames(IReadOnlyList<StageDeclaration> declarations)
    {
        var names = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (StageDeclaration declaration in declarations)
        {
            string local = LocalName.Of(declaration.Name);
            if (declaration.IsImage && !LocalName.IsValid(local))
            {
                session.Report(Diagnostic.Error(
                    GraphDiagnosticCodes.InvalidName, $"'{declaration.Name}' is no name for an image: '{local}' has to be letters, digits and single '.', '_' or '-' between them", declaration.Place));
            }

            if (!names.TryAdd(local, declaration.Place))
            {
                session.Report(new Diagnostic(
                    GraphDiagnosticCodes.NameTaken, Severity.Error, $"the name '{declaration.Name}' is taken", declaration.Place, [new Note("by this", names[local])]));
            }
        }
    }
}
