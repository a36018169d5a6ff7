using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Context;

/// <summary>Says what of a context is left out: by Docker's rules or by Git's.</summary>
internal interface IIgnoreRules
{
    /// <summary>The file that the rules are from, as messages call it; null where there is none.</summary>
    string? Source { get; }

    /// <summary>Whether something below an ignored folder can be taken back, so that it has to be walked.</summary>
    bool MayTakeBackBelow(LayerPath folder);

    /// <summary>Whether a path is left out.</summary>
    /// <param name="isParentIgnored">Whether its folder is.</param>
    bool IsIgnored(LayerPath path, bool isFolder, bool isParentIgnored);

    /// <summary>The rules that hold in a folder, with those of an ignore file in it. Itself does not change, so that several threads may use it.</summary>
    IIgnoreRules Enter(LayerPath folder, Func<string?> readGitIgnore);
}
