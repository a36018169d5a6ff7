using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>What <c>mounts:</c> of a run lists: what it sees at paths, and secrets among its variables.</summary>
internal sealed class RunMountArguments(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    /// <summary>The mounts in the order written, without the variables.</summary>
    internal ImmutableArray<Mount> Mounts(Arguments arguments, StageBody body)
    {
        SourceSpan place = arguments.PlaceOf("mounts");
        var mounts = ImmutableArray.CreateBuilder<Mount>();
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (object value in Items(arguments).Where(value => value is not SecretVariable))
        {
            Mount mount = value switch
            {
                Mount ready => ready,
                BindValue bind => new BindMount(bind.Target, bind.From is { } from ? new StepSource(stages.Base(from, body, bind.Place)) : ContextSource.Instance, bind.Path),
                _ => throw expressions.Text.Unfit(value, "a mount", place),
            };
            string target = Configuration.ImagePath.Resolve(null, mount.Target);
            if (target == "/")
            {
                throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"'{mount.Target}' would hide all of the root filesystem", place);
            }

            mounts.Add(targets.Add(target) ? mount : throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"two mounts have the target '{mount.Target}'", place));
        }

        return mounts.Count(mount => mount is SshMount) < 2
            ? mounts.ToImmutable()
            : throw session.Fail(GraphDiagnosticCodes.SeveralAgents, $"a run has one agent of ssh, since there is one {SshMount.Variable}", place);
    }

    /// <summary>The secrets among the variables, in the order written.</summary>
    /// <param name="env">What <c>env:</c> sets, of which a secret is none.</param>
    /// <param name="mounts">The run's mounts, of which one may be an agent's.</param>
    internal ImmutableArray<SecretVariable> Variables(Arguments arguments, ImmutableArray<EnvironmentVariable> env, ImmutableArray<Mount> mounts)
    {
        ImmutableArray<SecretVariable> variables = [.. Items(arguments).OfType<SecretVariable>()];
        var names = new HashSet<string>(env.Select(variable => variable.Name), StringComparer.Ordinal);
        return variables.FirstOrDefault(variable => !names.Add(variable.Name)) is { } taken
            ? throw session.Fail(GraphDiagnosticCodes.VariableTaken, $"the run sets the variable '{taken.Name}' twice, and one of them is the secret {taken.Secret.Id}", arguments.PlaceOf("mounts"))
            : names.Contains(SshMount.Variable) && mounts.Any(mount => mount is SshMount)
            ? throw session.Fail(GraphDiagnosticCodes.VariableTaken, $"the run sets the variable '{SshMount.Variable}', which Ssh sets as well", arguments.PlaceOf("mounts"))
            : variables;
    }

    private static IEnumerable<object> Items(Arguments arguments) => arguments.FindList("mounts")?.Items ?? [];
}
