using BuildKit.Language.Text;

namespace BuildKit.Language.Semantics;

/// <summary>The files that <c>using</c> names. Behind it stands the work tree, or a set of texts in a test.</summary>
public interface ISourceFiles
{
    /// <summary>
    /// The text of <paramref name="path"/>, seen from the folder of <paramref name="from"/>; null where there is none. The same file is
    /// the same object whatever way leads to it, so that a cycle shows.
    /// </summary>
    SourceText? Find(SourceText from, string path);
}
