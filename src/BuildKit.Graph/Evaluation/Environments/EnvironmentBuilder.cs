using System.Collections.Immutable;
using BuildKit.Graph.Environments;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>Makes the environments of a Buildfile, and the tags that one of them adds to a release.</summary>
internal sealed class EnvironmentBuilder(EvaluationSession session, StageResolver stages)
{
    /// <summary>The environments in their order; those with an error are left out, and it is reported.</summary>
    internal ImmutableArray<EnvironmentDefinition> Build(ModuleInstance module, UnreleasedFacts facts)
    {
        _ = stages.Elaborate(module);
        CheckNames(module.Environments);
        facts.IsInside = true;
        var built = ImmutableArray.CreateBuilder<EnvironmentDefinition>();
        foreach (EnvironmentDeclaration declaration in module.Environments)
        {
            session.Try(() => built.Add(Definition(declaration, module)));
        }

        return built.ToImmutable();
    }

    /// <summary>The tags that an environment adds to a release.</summary>
    internal ImmutableArray<string> Tags(ModuleInstance module, string environment)
    {
        _ = stages.Elaborate(module);
        EnvironmentDeclaration declaration = module.Environments.FirstOrDefault(known => known.Name == environment) ?? throw new EvaluationFailedException();
        EnvironmentBody body = Run(declaration, wantsTags: true);
        foreach ((string tag, SourceSpan place) in body.Tags)
        {
            if (!ImageReference.TryParse($"image:{tag}", out _))
            {
                throw session.Fail(
                    GraphDiagnosticCodes.EnvironmentTag, $"'{tag}' is no tag: letters, digits, '_', '.' and '-', not beginning with '.' or '-', at most 128 characters", place);
            }

            if (module.Environments.Any(known => known.Name.Equals(tag, StringComparison.OrdinalIgnoreCase)))
            {
                throw session.Fail(GraphDiagnosticCodes.EnvironmentTag, $"'{tag}' is the tag of an environment, which moves; a tag of a release never does", place);
            }
        }

        return [.. body.Tags.Select(tag => tag.Tag).Distinct(StringComparer.Ordinal)];
    }

    private EnvironmentDefinition Definition(EnvironmentDeclaration declaration, ModuleInstance module)
    {
        EnvironmentBody body = Run(declaration, wantsTags: false);
        foreach ((string name, SourceSpan place) in body.After)
        {
            if (module.Environments.All(known => known.Name != name))
            {
                throw session.Fail(GraphDiagnosticCodes.EnvironmentOrigin, $"'{name}' is no environment of this Buildfile", place);
            }
        }

        ImageReference registry = body.Place ?? throw session.Fail(
            GraphDiagnosticCodes.EnvironmentRegistry, $"the environment '{declaration.Name}' says nowhere where it is; give it Registry(\"host/path\")", declaration.Syntax.Identifier.Span);
        return new EnvironmentDefinition(
            declaration.Name,
            declaration.Syntax.Span,
            registry,
            [.. body.After.Select(after => after.Name).Distinct(StringComparer.Ordinal)],
            [.. body.Gates],
            [.. body.WrittenTags]);
    }

    private EnvironmentBody Run(EnvironmentDeclaration declaration, bool wantsTags)
    {
        var environment = new EnvironmentBody(wantsTags);
        Platform here = session.Ask(declaration.Syntax.Span, facts => facts.BuildPlatform);
        var body = new StageBody(declaration.Name, here, declaration.Syntax.Identifier.Span) { Environment = environment };
        return stages.Run(declaration.Syntax.Body, declaration.Scope.WithBody(body)) ? environment : throw new EvaluationFailedException();
    }

    /// <summary>The tag of an environment is its name in lower case.</summary>
    private void CheckNames(IReadOnlyList<EnvironmentDeclaration> declarations)
    {
        foreach (EnvironmentDeclaration declaration in declarations)
        {
            EnvironmentDeclaration first = declarations.First(known => known.Name.Equals(declaration.Name, StringComparison.OrdinalIgnoreCase));
            if (first != declaration)
            {
                session.Report(new Diagnostic(
                    GraphDiagnosticCodes.NameTaken, Severity.Error, $"'{declaration.Name}' would have the same tag as '{first.Name}'",
                    declaration.Syntax.Identifier.Span, [new Note("by this", first.Syntax.Identifier.Span)]));
            }
        }
    }
}
