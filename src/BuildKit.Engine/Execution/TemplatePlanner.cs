using System.Text;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Templates;

namespace BuildKit.Engine.Execution;

/// <summary>Plans <c>Template</c>. The key has the template's digest, so that a known result needs neither the file nor a rendering.</summary>
internal sealed class TemplatePlanner(SnapshotStore snapshots, ContextFiles context)
{
    internal StepPlan Plan(TemplateStep step, StepResult parent)
    {
        SourceFile template = context.File(step.Template);

        // A file without content stands for the place: all that the layer takes from the parent.
        ChangeSet place = Changes(step, parent, ReadOnlyMemory<byte>.Empty);
        return new StepPlan(
            StepKeys.Template(step, parent.Config, template.Digest, place.Digest, FileStepPlanner.OwnerOf(step.Owner, parent)),
            async ct => await snapshots.CommitAsync(Changes(step, parent, await RenderAsync(step, template, ct)), ct));
    }

    private static ChangeSet Changes(TemplateStep step, StepResult parent, ReadOnlyMemory<byte> content) =>
        FilePlans.Write(parent.Tree, FileStepPlanner.DirectoryOf(parent), step.Path, content, step.Owner, step.Mode);

    private static async Task<byte[]> RenderAsync(TemplateStep step, SourceFile template, CancellationToken ct)
    {
        try
        {
            string text = await template.ReadAsync(async stream =>
            {
                using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
                return await reader.ReadToEndAsync(ct);
            });
            return Encoding.UTF8.GetBytes(TemplateRenderer.Render(text, step.Values, step.Template));
        }
        catch (TemplateException failure)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.TemplateFailed,
                $"{failure.Place}: {failure.Message}",
                "Correct the template, or give it the value in the Template call.",
                failure);
        }
        catch (DecoderFallbackException failure)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.TemplateFailed, $"{step.Template} is not UTF-8 text.", "Save the template as UTF-8, or use Copy.", failure);
        }
    }
}
