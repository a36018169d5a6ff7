using System.Globalization;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>What the Buildfile says of one step, as frames. Limits, scope and place are left out; paths are as written.</summary>
internal static class StepDefinition
{
    internal static KeyFrames Frames(Step step, Func<StepRef, Digest> idOf)
    {
        KeyFrames frames = new KeyFrames().Add(KeyLabels.Format, StepKeys.FormatVersion).Add(KeyLabels.Platform, step.Platform.ToString());
        return step switch
        {
            ScratchStep => frames.Add(KeyLabels.Kind, "scratch"),
            PullStep pull => frames.Add(KeyLabels.Kind, "pull").Add("reference", pull.Reference.ToString()).Add("manifest", pull.Manifest?.ToString()),
            LayoutStep layout => frames.Add(KeyLabels.Kind, "layout").Add(KeyLabels.Path, layout.Path).Add("tag", layout.Tag).Add("manifest", layout.Manifest?.ToString()),
            ConfigStep config => ConfigFrames.Add(frames.Add(KeyLabels.Kind, "config"), config.Change),
            RunStep run => AddRun(frames.Add(KeyLabels.Kind, "run"), run, idOf),
            CopyStep copy => AddFile(AddSelection(frames.Add(KeyLabels.Kind, "copy"), copy, idOf).Add(KeyLabels.To, copy.To), copy.Owner, copy.Mode).Add(KeyLabels.Mode, copy.IsNormalized ? StepKeys.Normalized : null),
            WriteStep write => AddFile(frames.Add(KeyLabels.Kind, "write").Add(KeyLabels.To, write.Path).Add(KeyLabels.Content, write.Content), write.Owner, write.Mode),
            TemplateStep template => AddFile(AddTemplate(frames.Add(KeyLabels.Kind, "template"), template), template.Owner, template.Mode),
            DownloadStep download => AddFile(
                frames.Add(KeyLabels.Kind, "download").Add(KeyLabels.To, download.Path).Add(KeyLabels.Source, download.Url).Add(KeyLabels.Content, download.Content?.ToString()), download.Owner, download.Mode),
            CheckoutStep checkout => AddFile(AddCommit(frames.Add(KeyLabels.Kind, "checkout"), checkout), checkout.Owner, mode: null),
            UnpackStep unpack => AddFile(AddArchive(frames.Add(KeyLabels.Kind, "unpack"), unpack, idOf), unpack.Owner, mode: null),
            HostPublishStep publish => AddPublish(frames.Add(KeyLabels.Kind, "host-publish"), publish),
            DeleteStep delete => frames.Add(KeyLabels.Kind, "delete").AddAll(KeyLabels.Pattern, delete.Patterns),
            LinkStep link => frames.Add(KeyLabels.Kind, "link").Add(KeyLabels.To, link.Path).Add(KeyLabels.Target, link.Target),
            _ => throw new InvalidOperationException($"There is no definition of {step.GetType().Name}."),
        };
    }

    private static KeyFrames AddRun(KeyFrames frames, RunStep run, Func<StepRef, Digest> idOf) =>
        MountFrames.AddVariables(AddOptions(frames, run, idOf), run.Options.SecretVariables);

    private static KeyFrames AddOptions(KeyFrames frames, RunStep run, Func<StepRef, Digest> idOf) =>
        frames
            .Add("form", run.Command.IsShell ? "shell" : "exec")
            .AddAll(KeyLabels.Argument, run.Command.Arguments)
            .AddAll(KeyLabels.Env, [.. run.Options.Env.Select(variable => variable.ToString())])
            .Add(KeyLabels.User, run.Options.User)
            .Add(KeyLabels.Dir, run.Options.Dir)
            .Add(KeyLabels.Network, run.Options.Network.ToString())
            .Add("cache", run.Options.NeverCache ? "never" : null)
            .AddAll(KeyLabels.Mount, [.. run.Options.Mounts.Select(mount => MountText(mount, idOf))]);

    private static string MountText(Mount mount, Func<StepRef, Digest> idOf) => mount switch
    {
        BindMount bind => $"bind {SourceText(bind.Source, idOf)} {bind.Path.Length} {bind.Path} {mount.Target}",
        CacheMount cache => $"cache {cache.Sharing} {cache.Id.Length} {cache.Id} {mount.Target}",
        SecretMount secret => $"secret {secret.Secret.Id} {mount.Target}",
        SshMount ssh => $"ssh {ssh.Id} {mount.Target}",
        TmpfsMount => $"tmpfs {mount.Target}",
        _ => throw new InvalidOperationException($"There is no definition of {mount.GetType().Name}."),
    };

    private static KeyFrames AddSelection(KeyFrames frames, CopyStep copy, Func<StepRef, Digest> idOf) =>
        frames
            .Add(KeyLabels.Source, SourceText(copy.Source, idOf))
            .AddAll(KeyLabels.Pattern, copy.Selection.Patterns)
            .AddAll(KeyLabels.Exclude, copy.Selection.Excludes)
            .Add(KeyLabels.Parents, copy.Selection.Parents ? "true" : null);

    private static KeyFrames AddTemplate(KeyFrames frames, TemplateStep template) =>
        frames
            .Add(KeyLabels.To, template.Path)
            .Add(KeyLabels.Source, template.Template)
            .AddAll(KeyLabels.Value, [.. template.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(TemplateValues.Frame)]);

    private static KeyFrames AddCommit(KeyFrames frames, CheckoutStep checkout) =>
        frames
            .Add(KeyLabels.Source, checkout.Url)
            .Add("reference", checkout.Reference)
            .Add(KeyLabels.Content, checkout.Commit)
            .Add(KeyLabels.Path, checkout.Subfolder)
            .Add(KeyLabels.To, checkout.To);

    private static KeyFrames AddArchive(KeyFrames frames, UnpackStep unpack, Func<StepRef, Digest> idOf) =>
        frames
            .Add(KeyLabels.Source, SourceText(unpack.Source, idOf))
            .Add("archive", unpack.Archive)
            .Add(KeyLabels.To, unpack.To)
            .Add(KeyLabels.Strip, unpack.StripComponents.ToString(CultureInfo.InvariantCulture));

    private static KeyFrames AddPublish(KeyFrames frames, HostPublishStep publish) =>
        publish.Commands.Aggregate(frames.Add(KeyLabels.Sdk, publish.Sdk), (all, command) => all.AddAll(KeyLabels.Command, command)).AddAll(KeyLabels.To, publish.Output);

    private static KeyFrames AddFile(KeyFrames frames, string? owner, int? mode) =>
        frames.Add(KeyLabels.Owner, owner).Add(KeyLabels.Mode, StepKeys.ModeText(mode));

    private static string SourceText(CopySource source, Func<StepRef, Digest> idOf) =>
        source is StepSource step ? idOf(step.Step).ToString() : "context";
}
