using System.Collections.Immutable;
using System.Text.Json;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Export;

/// <summary>A step as a JSON object: what all steps have, then what its kind has. What a step does not say is left out.</summary>
internal static class StepJson
{
    internal static void Write(Utf8JsonWriter json, int index, Digest id, Step step)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("id", id.ToString());
        json.WriteString("kind", KindOf(step));
        json.WriteString("scope", step.Scope);
        json.WriteString("platform", step.Platform.ToString());
        GraphJson.WriteOrigin(json, step.Origin);
        json.WriteString("display", step.Display);
        json.WriteStartArray("inputs");
        foreach (StepRef input in step.Inputs)
        {
            json.WriteNumberValue(input.Index);
        }

        json.WriteEndArray();
        WriteKind(json, step);
        json.WriteEndObject();
    }

    internal static string KindOf(Step step) => step switch
    {
        ScratchStep => "scratch",
        PullStep => "pull",
        LayoutStep => "layout",
        ConfigStep => "config",
        RunStep => "run",
        CopyStep => "copy",
        WriteStep => "write",
        TemplateStep => "template",
        DownloadStep => "download",
        CheckoutStep => "checkout",
        UnpackStep => "unpack",
        HostPublishStep => "hostPublish",
        DeleteStep => "delete",
        LinkStep => "link",
        _ => throw new InvalidOperationException($"There is no JSON for {step.GetType().Name}."),
    };

    internal static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    internal static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WritePropertyName(name);
        WriteTexts(json, values);
    }

    private static void WriteTexts(Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    internal static void WriteSource(Utf8JsonWriter json, CopySource source)
    {
        if (source is StepSource step)
        {
            json.WriteNumber("from", step.Step.Index);
        }
    }

    private static void WriteKind(Utf8JsonWriter json, Step step)
    {
        switch (step)
        {
            case PullStep pull:
                json.WriteString("reference", pull.Reference.ToString());
                WriteText(json, "manifest", pull.Manifest?.ToString());
                break;
            case LayoutStep layout:
                json.WriteString("path", layout.Path);
                WriteText(json, "tag", layout.Tag);
                WriteText(json, "manifest", layout.Manifest?.ToString());
                break;
            case ConfigStep config:
                ChangeJson.Write(json, config.Change);
                break;
            case RunStep run:
                RunJson.Write(json, run);
                break;
            case CopyStep copy:
                WriteSource(json, copy.Source);
                WriteTexts(json, "patterns", copy.Selection.Patterns);
                WriteTexts(json, "exclude", copy.Selection.Excludes);
                json.WriteBoolean("parents", copy.Selection.Parents);
                WriteFile(json, copy.To, copy.Owner, copy.Mode);
                WriteFlag(json, "normalized", copy.IsNormalized);
                break;
            case WriteStep write:
                json.WriteString("content", write.Content);
                WriteFile(json, write.Path, write.Owner, write.Mode);
                break;
            case TemplateStep template:
                json.WriteString("template", template.Template);
                TemplateJson.Write(json, template.Values);
                WriteFile(json, template.Path, template.Owner, template.Mode);
                break;
            case DownloadStep download:
                json.WriteString("url", download.Url);
                WriteText(json, "content", download.Content?.ToString());
                WriteFile(json, download.Path, download.Owner, download.Mode);
                break;
            case CheckoutStep checkout:
                json.WriteString("url", checkout.Url);
                json.WriteString("reference", checkout.Reference);
                WriteText(json, "commit", checkout.Commit);
                WriteText(json, "path", checkout.Subfolder);
                WriteFile(json, checkout.To, checkout.Owner, mode: null);
                break;
            case UnpackStep unpack:
                WriteSource(json, unpack.Source);
                json.WriteString("archive", unpack.Archive);
                json.WriteNumber("strip", unpack.StripComponents);
                WriteFile(json, unpack.To, unpack.Owner, mode: null);
                break;
            case HostPublishStep publish:
                json.WriteString("project", publish.Project);
                json.WriteString("sdk", publish.Sdk);
                json.WriteStartArray("commands");
                foreach (ImmutableArray<string> command in publish.Commands)
                {
                    WriteTexts(json, command.Select(argument => argument.Replace(HostPublishStep.Folder, "", StringComparison.Ordinal)));
                }

                json.WriteEndArray();
                WriteTexts(json, "output", publish.Output);
                break;
            case DeleteStep delete:
                WriteTexts(json, "patterns", delete.Patterns);
                break;
            case LinkStep link:
                json.WriteString("to", link.Path);
                json.WriteString("target", link.Target);
                break;
        }
    }

    private static void WriteFile(Utf8JsonWriter json, string to, string? owner, int? mode)
    {
        json.WriteString("to", to);
        WriteText(json, "owner", owner);
        WriteText(json, "mode", StepKeys.ModeText(mode)?.PadLeft(4, '0'));
    }
}
