using BuildKit.Graph.Environments;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Environments;

/// <summary>What an environment has, while its statements are carried out.</summary>
/// <param name="wantsTags">Whether the tags of a release are worked out, and nothing else; else everything but the tags.</param>
internal sealed class EnvironmentBody(bool wantsTags)
{
    internal bool WantsTags { get; } = wantsTags;

    internal ImageReference? Place { get; set; }

    internal List<(string Name, SourceSpan Place)> After { get; } = [];

    internal List<Gate> Gates { get; } = [];

    internal List<string> WrittenTags { get; } = [];

    internal List<(string Tag, SourceSpan Place)> Tags { get; } = [];
}
