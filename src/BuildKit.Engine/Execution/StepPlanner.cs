using BuildKit.Engine.Publishing;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;

namespace BuildKit.Engine.Execution;

/// <summary>Asks the planner of each kind of step.</summary>
internal sealed class StepPlanner(
    FileStepPlanner files, TemplatePlanner templates, DownloadPlanner downloads, CheckoutPlanner checkouts, UnpackPlanner archives, HostPublishPlanner publishing, RunPlanner runs)
{
    /// <summary>The inputs of which a plan reads files. A run's own is not among them, nor a publish's: their keys have the parent's diff ids only.</summary>
    internal static IEnumerable<StepRef> Reads(Step step) => step switch
    {
        RunStep => step.Inputs.Skip(1),
        HostPublishStep => [],
        ConfigStep { Change: not SetWorkDir } => [],
        _ => step.Inputs,
    };

    /// <summary>What the step would do; null where it changes no file. Not for bases, which have no parent.</summary>
    /// <param name="resultOf">The results of the step's inputs.</param>
    internal StepPlan? Plan(Step step, StepRef reference, StepResult parent, Func<StepRef, StepResult> resultOf) => step switch
    {
        CopyStep copy => files.Copy(copy, parent, resultOf),
        WriteStep write => files.Write(write, parent),
        LinkStep link => files.Link(link, parent),
        DeleteStep delete => files.Delete(delete, parent),
        ConfigStep config => files.Config(config, parent),
        TemplateStep template => templates.Plan(template, parent),
        DownloadStep download => downloads.Plan(download, reference, parent),
        CheckoutStep checkout => checkouts.Plan(checkout, reference, parent),
        UnpackStep unpack => archives.Plan(unpack, parent, resultOf),
        HostPublishStep publish => publishing.Plan(publish, reference, parent),
        RunStep run => runs.Plan(run, reference, parent, resultOf),
        _ => throw new InvalidOperationException($"There is no plan for {step.GetType().Name}."),
    };
}
