using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Keys;

/// <summary>
/// Cache keys: a step's definition plus the content of exactly what it reads, known only while a build runs (docs/keys.md). Equal
/// keys give equal layers. Names, labels, comments and limits are in none of them, the platform only in a run's.
/// In all of these, <c>destination</c> is the digest of the layer's entries as they are planned: path, type, mode, owner and link target of each,
/// the destination's ancestors as the parent has them among them; for an archive, whose entries are not planned, that of all it could meet. It has all
/// that reaches the layer from the parent.
/// </summary>
public static class StepKeys
{
    /// <summary>The first frame of every key. It changes when a frame's meaning, a layer's rules or a sandbox's constants change.</summary>
    public const string FormatVersion = "1";

    /// <summary>A run: all of the root filesystem, the effective configuration, the command and its mounts.</summary>
    /// <param name="root">The root filesystem's diff_ids, the lowest layer first.</param>
    /// <param name="config">The configuration in front of the step.</param>
    /// <param name="binds">The subtree digest of each bind mount, in the order of the step's mounts.</param>
    public static KeyFrames Run(RunStep step, IReadOnlyList<Digest> root, ContainerConfig config, IReadOnlyList<Digest> binds)
    {
        KeyFrames frames = Begin("run").Add(KeyLabels.Platform, step.Platform.ToString()).AddAll(KeyLabels.Root, [.. root.Select(digest => digest.ToString())]);
        return AddRun(frames, step, EffectiveRun.Of(step, config), binds);
    }

    /// <summary>Files that a run makes on the way.</summary>
    /// <param name="config">The configuration in front of the step.</param>
    /// <param name="folder">Where they are; empty for those of all outputs together.</param>
    /// <param name="rest">The digest of all files that are in none of <see cref="IncrementalRun.Sources"/>.</param>
    /// <param name="sources">The folders that they depend on, and the digest of each as a whole.</param>
    /// <param name="references">Those of which they depend on what is shown, and the digest of each without what is hidden.</param>
    public static KeyFrames Intermediate(
        RunStep step, ContainerConfig config, string folder, Digest rest, IReadOnlyList<(string Folder, Digest Digest)> sources, IReadOnlyList<(string Folder, Digest Digest)> references)
    {
        KeyFrames frames = Begin("intermediate")
            .Add(KeyLabels.Platform, step.Platform.ToString())
            .Add(KeyLabels.Path, folder)
            .Add(KeyLabels.Root, rest)
            .AddAll(KeyLabels.Source, [.. sources.Select(source => $"{source.Digest} {source.Folder}")]);
        if (references.Count > 0)
        {
            frames = frames.AddAll(KeyLabels.Reference, [.. references.Select(reference => $"{reference.Digest} {reference.Folder}")]);
        }

        return AddRun(frames, step, EffectiveRun.Of(step, config), []);
    }

    private static KeyFrames AddRun(KeyFrames frames, RunStep step, EffectiveRun run, IReadOnlyList<Digest> binds)
    {
        frames = frames
            .AddAll(KeyLabels.Argument, run.Arguments)
            .AddAll(KeyLabels.Env, [.. run.Env.Select(variable => variable.ToString())])
            .Add(KeyLabels.Dir, run.WorkingDirectory)
            .Add(KeyLabels.User, run.User)
            .Add(KeyLabels.Network, step.Options.Network.ToString());
        return MountFrames.AddVariables(MountFrames.Add(frames, run.Mounts, binds), step.Options.SecretVariables);
    }

    /// <summary>A copy.</summary>
    /// <param name="config">Read for the working directory, where the destination is relative.</param>
    /// <param name="selection">A digest that changes with the selected files: names, types, modes, owners, links, xattrs, content. That of the planned layer serves.</param>
    /// <param name="owner">Looked up in the parent; null where the step names none.</param>
    public static KeyFrames Copy(CopyStep step, ContainerConfig config, Digest selection, Digest destination, FileOwner? owner) =>
        AddPlace(
            Begin("copy")
                .Add(KeyLabels.Source, SourceKind(step.Source))
                .AddAll(KeyLabels.Pattern, step.Selection.Patterns)
                .AddAll(KeyLabels.Exclude, step.Selection.Excludes)
                .Add(KeyLabels.Parents, step.Selection.Parents ? "true" : null)
                .Add(KeyLabels.Content, selection),
            config, step.To, destination)
            .Add(KeyLabels.Owner, owner?.ToString())
            .Add(KeyLabels.Mode, step.IsNormalized ? Normalized : ModeText(step.Mode));

    /// <summary>A write.</summary>
    public static KeyFrames Write(WriteStep step, ContainerConfig config, Digest destination, FileOwner? owner) =>
        AddPlace(Begin("write").Add(KeyLabels.Content, step.Content), config, step.Path, destination)
            .Add(KeyLabels.Owner, owner?.ToString())
            .Add(KeyLabels.Mode, ModeText(step.Mode));

    /// <summary>A template.</summary>
    /// <param name="template">The digest of the template file's bytes.</param>
    public static KeyFrames Template(TemplateStep step, ContainerConfig config, Digest template, Digest destination, FileOwner? owner) =>
        AddPlace(
            Begin("template")
                .Add(KeyLabels.Content, template)
                .AddAll(KeyLabels.Value, [.. step.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(TemplateValues.Frame)]),
            config, step.Path, destination)
            .Add(KeyLabels.Owner, owner?.ToString())
            .Add(KeyLabels.Mode, ModeText(step.Mode));

    /// <summary>A downloaded file, wherever it came from.</summary>
    /// <param name="content">The digest of its bytes.</param>
    public static KeyFrames Download(DownloadStep step, ContainerConfig config, Digest content, Digest destination, FileOwner? owner) =>
        AddPlace(Begin("download").Add(KeyLabels.Content, content), config, step.Path, destination)
            .Add(KeyLabels.Owner, owner?.ToString())
            .Add(KeyLabels.Mode, ModeText(step.Mode));

    /// <summary>The files of a commit, wherever it came from and whatever named it.</summary>
    /// <param name="commit">Its 40 hexadecimal digits.</param>
    public static KeyFrames Checkout(CheckoutStep step, ContainerConfig config, string commit, Digest destination, FileOwner? owner) =>
        AddPlace(Begin("checkout").Add(KeyLabels.Content, commit).Add(KeyLabels.Path, step.Subfolder), config, step.To, destination)
            .Add(KeyLabels.Owner, owner?.ToString());

    /// <summary>An unpacked archive.</summary>
    /// <param name="archive">The digest of the archive's bytes.</param>
    public static KeyFrames Unpack(UnpackStep step, ContainerConfig config, Digest archive, Digest destination, FileOwner? owner) =>
        AddPlace(
            Begin("unpack")
                .Add(KeyLabels.Content, archive)
                .Add(KeyLabels.Strip, step.StripComponents.ToString(CultureInfo.InvariantCulture)),
            config, step.To, destination)
            .Add(KeyLabels.Owner, owner?.ToString());

    /// <summary>A publish by an SDK of this machine: the files that it works on, the SDK and what it is asked.</summary>
    /// <param name="root">The parent's diff_ids, the lowest layer first.</param>
    public static KeyFrames HostPublish(HostPublishStep step, IReadOnlyList<Digest> root)
    {
        KeyFrames frames = Begin("host-publish")
            .Add(KeyLabels.Platform, step.Platform.ToString())
            .AddAll(KeyLabels.Root, [.. root.Select(digest => digest.ToString())])
            .Add(KeyLabels.Sdk, step.Sdk);
        foreach (ImmutableArray<string> command in step.Commands)
        {
            frames = frames.AddAll(KeyLabels.Command, command);
        }

        return frames.AddAll(KeyLabels.To, step.Output);
    }

    /// <summary>A deletion.</summary>
    /// <param name="matches">The digest of the matched paths, which is all that the layer says, and of the folders above them.</param>
    public static KeyFrames Delete(DeleteStep step, ContainerConfig config, Digest matches) =>
        Begin("delete")
            .AddAll(KeyLabels.Pattern, [.. step.Patterns.Select(pattern => ImagePath.Resolve(config.WorkingDir, pattern))])
            .Add(KeyLabels.Content, matches);

    /// <summary>A symbolic link.</summary>
    public static KeyFrames Link(LinkStep step, ContainerConfig config, Digest destination) =>
        AddPlace(Begin("link").Add(KeyLabels.Target, step.Target), config, step.Path, destination);

    /// <summary>A working directory that may have to be made.</summary>
    /// <param name="path">Absolute: the configuration's after the step.</param>
    public static KeyFrames WorkDir(string path, Digest destination) =>
        Begin("workdir").Add(KeyLabels.To, path).Add(KeyLabels.Destination, destination);

    /// <summary>What the frame of a mode has where the modes are those of a context's files.</summary>
    internal const string Normalized = "normal";

    private static KeyFrames Begin(string kind) => new KeyFrames().Add(KeyLabels.Format, FormatVersion).Add(KeyLabels.Kind, kind);

    private static KeyFrames AddPlace(KeyFrames frames, ContainerConfig config, string path, Digest destination) =>
        frames
            .Add(KeyLabels.To, ImagePath.Resolve(config.WorkingDir, path))
            .Add(KeyLabels.ToFolder, ImagePath.MeansFolder(path) ? "true" : null)
            .Add(KeyLabels.Destination, destination);

    private static string SourceKind(CopySource source) => source is ContextSource ? "context" : "step";

    internal static string? ModeText(int? mode) => mode is { } bits ? Convert.ToString(bits, 8) : null;
}
