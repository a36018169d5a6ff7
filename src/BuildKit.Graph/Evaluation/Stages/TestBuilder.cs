using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Targets;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>Makes the tests of a Buildfile, once its images are made.</summary>
internal sealed class TestBuilder(EvaluationSession session, StageResolver stages)
{
    /// <summary>Makes a test.</summary>
    /// <param name="declared">The stages and images of the Buildfile.</param>
    /// <param name="images">Those of the images that have no errors.</param>
    internal TestTarget Build(TestDeclaration test, IReadOnlyList<StageDeclaration> declared, IEnumerable<ImageTarget> images)
    {
        TestSyntax syntax = test.Syntax;
        StageDeclaration subject = Subject(test, declared);

        // An image with an error has told it.
        ImageTarget image = images.FirstOrDefault(made => made.Name == subject.Name) ?? throw new EvaluationFailedException();
        Platform here = session.Ask(syntax.Span, facts => facts.BuildPlatform);
        ImageVariant variant = image.Variants.FirstOrDefault(one => one.Platform == here) ?? image.Variants[0];
        var steps = new TestBody();
        var body = new StageBody(syntax.Identifier.Name, variant.Platform, syntax.Identifier.Span) { Head = variant.Result, Test = steps };
        if (!stages.Run(syntax.Body, test.Scope.WithBody(body)))
        {
            throw new EvaluationFailedException();
        }

        return steps is { Start: null, Steps.Count: 0 }
            ? throw session.Fail(GraphDiagnosticCodes.TestStep, $"the test '{body.Name}' does nothing; give it Start or Run", syntax.Identifier.Span)
            : new TestTarget(body.Name, syntax.Span, image.Name, variant.Platform, variant.Result, steps.Start, steps.Steps.ToImmutable());
    }

    private StageDeclaration Subject(TestDeclaration test, IReadOnlyList<StageDeclaration> declared)
    {
        SourceSpan place = test.Syntax.Image.Span;
        return stages.Expressions.Evaluate(test.Syntax.Image, test.Scope) switch
        {
            StageValue { Declaration: { IsImage: true } image } when declared.Contains(image) => image,
            StageValue { Declaration: { IsImage: true } image } =>
                throw session.Fail(GraphDiagnosticCodes.TestSubject, $"'{image.Name}' is of another file; a test is of an image of the Buildfile itself: image Name from {image.Name} {{ }}", place),
            StageValue { Declaration: { } stage } =>
                throw session.Fail(GraphDiagnosticCodes.TestSubject, $"'{stage.Name}' is a stage, and a test is of an image", place),
            var other => throw stages.Expressions.Text.Unfit(other, "an image", place),
        };
    }
}
