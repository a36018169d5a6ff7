using BuildKit.Engine.Collection;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Testing;

/// <summary>Tests that passed, by their keys: a file each in <c>passes</c>.</summary>
internal sealed class TestPasses(LocalStore store)
{
    /// <summary>The pass of a key; null where none is known.</summary>
    internal TestPass? Find(Digest key)
    {
        if (AtomicFile.Read(store.Paths.PassOf(key)) is not { } content)
        {
            return null;
        }

        LastUse.Note(store.Paths.PassOf(key));
        return TestPassJson.Read(content, key);
    }

    /// <summary>Keeps a pass, in the place of an older one of the same key.</summary>
    internal void Keep(TestPass pass)
    {
        // A store of the version before tests has no such folder.
        Directory.CreateDirectory(store.Paths.Passes);
        AtomicFile.Write(store.Paths.PassOf(pass.Key), TestPassJson.Write(pass), store.Temporary.NewPath("pass"));
    }

    /// <summary>Forgets a pass: the same test on the same image failed.</summary>
    internal void Forget(Digest key)
    {
        if (Directory.Exists(store.Paths.Passes))
        {
            File.Delete(store.Paths.PassOf(key));
        }
    }
}
