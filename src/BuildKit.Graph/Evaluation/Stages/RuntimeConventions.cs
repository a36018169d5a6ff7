using System.Collections.Immutable;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>
/// The configuration of an image <c>from DotNet.Runtime(project)</c>, put behind its body, so that no run sees it: what the body sets counts, then what the project
/// says, then what is usual.
/// </summary>
/// <param name="session">Takes what is wrong in the project.</param>
/// <param name="steps">Takes the steps.</param>
/// <param name="image">What stands behind <c>from</c>.</param>
/// <param name="place">Where it stands.</param>
internal sealed class RuntimeConventions(EvaluationSession session, StepList steps, DotNetBaseValue image, SourceSpan place)
{
    // The number of the user 'app' in Microsoft's images. It needs no entry in a base's /etc/passwd, and with the group said nobody falls into root's.
    private const string User = "1654:1654";
    private const string Folder = "/app";
    private const string BaseName = "org.opencontainers.image.base.name";

    private DotNetProject Project => image.Project;

    /// <summary>Puts what a body has left open behind it.</summary>
    /// <param name="body">Carried out.</param>
    /// <param name="first">Its base.</param>
    internal void Apply(StageBody body, StepRef first)
    {
        ConfigChange[] said = Said(body.Head ?? first, first);
        ContainerConfig config = Configuration(said);
        string folder = body.Published.TryGetValue(Project.Path, out PublishedFolder? published)
            ? ImagePath.Resolve(Configuration(Said(published.Behind, first)).WorkingDir, published.To)
            : config.WorkingDir ?? Folder;

        var changes = new List<ConfigChange>();
        if (config.WorkingDir is null)
        {
            changes.Add(new SetWorkDir(folder));
        }

        changes.AddRange(Network(config));
        changes.AddRange(Labels(config, body.Platform));
        if (config.User is null)
        {
            changes.Add(new SetUser(UserOf(Project.Container.User)));
        }

        if (config.HealthCheck is null && !Project.Container.HealthCheck.IsEmpty)
        {
            changes.Add(new SetHealthCheck(new HealthCheck(["CMD", .. Project.Container.HealthCheck], null, null, null, null)));
        }

        if (!said.OfType<SetEntrypoint>().Any())
        {
            string program = $"{folder.TrimEnd('/')}/{Project.AssemblyName}";
            changes.Add(new SetEntrypoint(Project.IsSelfContained || Project.IsSingleFile ? [program] : ["dotnet", program + ".dll"], body.HasCommand));
        }

        foreach (ConfigChange change in changes)
        {
            body.Head = steps.Add(new ConfigStep(place, body.Name, body.Platform, body.Head ?? first, change));
        }
    }

    private IEnumerable<ConfigChange> Network(ContainerConfig config)
    {
        ImmutableArray<string> ports = config.ExposedPorts.IsEmpty ? [.. Project.Container.Ports.Select(Port)] : [.. config.ExposedPorts];
        ImmutableArray<EnvironmentVariable> variables = [.. Project.Container.Variables.Where(variable => EnvironmentVariables.Find(config.Env, variable.Name) is null)];
        foreach (EnvironmentVariable variable in variables)
        {
            yield return new SetEnv(VariableName.Valid(session, variable.Name, place), variable.Value);
        }

        string? listening = null;
        if (Project.IsWeb)
        {
            ImmutableArray<EnvironmentVariable> all = [.. config.Env, .. variables];
            listening = WebPorts.ValueOf(all);
            if (listening is null)
            {
                EnvironmentVariable variable = WebPorts.For(image.Version, ports);
                listening = variable.Value;
                yield return new SetEnv(variable.Name, variable.Value);
            }
        }

        if (config.ExposedPorts.IsEmpty)
        {
            foreach (string port in ports.IsEmpty && listening is not null ? WebPorts.Of(listening) : ports)
            {
                yield return new Expose(port);
            }
        }
    }

    private IEnumerable<ConfigChange> Labels(ContainerConfig config, Platform platform) => Project.Container.Labels
        .SetItem(BaseName, DotNetReference.Of(image, platform))
        .Where(label => !config.Labels.ContainsKey(label.Key))
        .Select(label => new SetLabel(label.Key, label.Value));

    private string UserOf(string said) => said.Length == 0 ? User : OwnerText.IsValid(said)
        ? said
        : throw session.Fail(GraphDiagnosticCodes.InvalidOwner, $"ContainerUser of {Project.Path} is '{said}', which is no user[:group]", place);

    private string Port(string said) => PortText.TryParse(said, out string port)
        ? port
        : throw session.Fail(GraphDiagnosticCodes.InvalidPort, $"ContainerPort of {Project.Path} is '{said}', which is no port such as 8080 or 53/udp", place);

    private static ContainerConfig Configuration(IEnumerable<ConfigChange> changes) => changes.Aggregate(ContainerConfig.Empty, (config, change) => change.Apply(config));

    // What was changed between the base and a step, in order.
    private ConfigChange[] Said(StepRef head, StepRef first)
    {
        var changes = new List<ConfigChange>();
        for (StepRef at = head; at != first; at = steps[at].Inputs[0])
        {
            session.Spend(place);
            if (steps[at] is ConfigStep { Change: var change })
            {
                changes.Add(change);
            }
        }

        changes.Reverse();
        return [.. changes];
    }
}
