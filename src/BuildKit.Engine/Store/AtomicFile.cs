namespace BuildKit.Engine.Store;

/// <summary>Small files that are there in full or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file and renames it into place; replaces what is there.</summary>
    /// <param name="temporary">A path on the same file system that nothing else uses.</param>
    /// <param name="sync">False where whoever reads the file can tell what a crash of the machine left of it, and does without.</param>
    internal static void Write(string path, ReadOnlySpan<byte> content, string temporary, bool sync = true)
    {
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(content);
                file.Flush(flushToDisk: sync);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The whole content, or null where there is no such file.</summary>
    internal static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
