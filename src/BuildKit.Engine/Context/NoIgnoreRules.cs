using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>The rules of a context without an ignore file: everything counts.</summary>
internal sealed class NoIgnoreRules : IIgnoreRules
{
    public string? Source => null;

    public bool MayTakeBackBelow(LayerPath folder) => false;

    public bool IsIgnored(LayerPath path, bool isFolder, bool isParentIgnored) => isParentIgnored;

    public void Enter(LayerPath folder, Func<string?> readGitIgnore)
    {
        // Nothing to take note of.
    }
}
