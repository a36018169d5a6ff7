using BuildKit.Graph.Evaluation.Environments;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>A stage, image or test of one platform, or an environment, while its statements are carried out.</summary>
internal sealed class StageBody(string name, Platform platform, SourceSpan place)
{
    /// <summary>The stage's name, which its steps carry.</summary>
    internal string Name { get; } = name;

    internal Platform Platform { get; } = platform;

    internal SourceSpan Place { get; } = place;

    /// <summary>Whether it is an image's.</summary>
    internal bool IsImage { get; init; }

    /// <summary>What stands behind its <c>from</c>; null until that is worked out.</summary>
    internal object? Base { get; set; }

    /// <summary>The last step so far; null while the base is being worked out.</summary>
    internal StepRef? Head { get; set; }

    /// <summary>The test whose statements these are; null in a stage or image.</summary>
    internal TestBody? Test { get; init; }

    /// <summary>The environment whose statements these are; null elsewhere.</summary>
    internal EnvironmentBody? Environment { get; init; }

    /// <summary>Where the projects are that the body has published, by their paths.</summary>
    internal Dictionary<string, PublishedFolder> Published { get; } = [];

    /// <summary>Whether the body has set the command, which an entrypoint after it then leaves alone.</summary>
    internal bool HasCommand { get; set; }
}
