using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>A build context that is edited at random.</summary>
internal sealed class EditedContext
{
    private readonly Random random;
    private readonly string folder;

    public EditedContext(Random random, string folder)
    {
        this.random = random;
        this.folder = Directory.CreateDirectory(folder).FullName;
        Write("f", "f");
        Write("a/g.txt", "g");
        Write("a/b/f", "g");
        Write("b/g.txt", "g");
        Write("lib/h.c", "h");
        Write("t.sbn", "{{ name }} {{ for x in list }}{{ x }},{{ end }}");
        Pack();
        for (int i = 0; i < 8; i++)
        {
            Edit();
        }
    }

    /// <summary>Changes one thing; gives what, for people.</summary>
    public string Edit()
    {
        string path = random.ContextPath();
        string full = Path.Combine(folder, path);
        try
        {
            return random.Next(11) switch
            {
                0 or 1 or 2 => Write(path, random.Text()),
                3 => WriteWithOldTime(path),
                4 => Remove(path),
                5 => Rename(path, random.ContextPath()),
                6 => Mode(path),
                7 => Link(path),
                8 => Write(random.Of(".buildignore", ".dockerignore", ".gitignore", "a/.gitignore"), random.Of("**/*.txt\n", "b\n", "a/b\n!a/b/f\n", "/f\n!a\n", "# nothing\n")),
                9 => Write("t.sbn", "{{ name }} " + random.Text() + "\n"),
                _ => Pack(),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A folder stands where a file was to be, or the other way round.
            return $"{full} stays: {failure.Message}";
        }
    }

    /// <summary>What is in it, for people.</summary>
    public override string ToString() => string.Join('\n', Listing(folder));

    private static IEnumerable<string> Listing(string folder)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var info = new FileInfo(path);
            bool isFolder = info.LinkTarget is null && Directory.Exists(path);
            yield return info.LinkTarget is { } target ? $"{path} -> {target}" : $"{path} {info.UnixFileMode} {(isFolder ? "folder" : info.Length)}";
            foreach (string below in isFolder ? Listing(path) : [])
            {
                yield return below;
            }
        }
    }

    private string Write(string path, string text)
    {
        string full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return $"{path} is now '{text}'";
    }

    private string WriteWithOldTime(string path)
    {
        string full = Path.Combine(folder, path);
        DateTime? time = File.Exists(full) ? File.GetLastWriteTimeUtc(full) : null;
        string what = Write(path, random.Text());
        File.SetLastWriteTimeUtc(full, time ?? DateTime.UnixEpoch);
        return what + ", its time as before";
    }

    private string Remove(string path)
    {
        string full = Path.Combine(folder, path);
        if (Directory.Exists(full) && new FileInfo(full).LinkTarget is null)
        {
            Directory.Delete(full, recursive: true);
        }
        else
        {
            File.Delete(full);
        }

        return $"{path} is gone";
    }

    private string Rename(string path, string to)
    {
        Directory.Move(Path.Combine(folder, path), Path.Combine(folder, to));
        return $"{path} is now {to}";
    }

    private string Mode(string path)
    {
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | random.Of(UnixFileMode.None, UnixFileMode.UserExecute, UnixFileMode.OtherWrite);
        File.SetUnixFileMode(Path.Combine(folder, path), Directory.Exists(Path.Combine(folder, path)) ? mode | UnixFileMode.UserExecute : mode);
        return $"{path} has mode {mode}";
    }

    private string Link(string path)
    {
        Remove(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.CreateSymbolicLink(Path.Combine(folder, path), random.Of("f", "lib", "../lib", "nowhere"));
        return $"{path} is a link";
    }

    private string Pack()
    {
        using var tar = new MemoryStream();
        using var zip = new MemoryStream();
        using (var tarWriter = new TarWriter(tar, leaveOpen: true))
        using (var zipWriter = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in new[] { "a/", "a/f", "b", "a/b/g.txt", "l" }.Where(_ => !random.Once(3)))
            {
                byte[] content = Encoding.UTF8.GetBytes(random.Text());
                UnixFileMode mode = UnixFileMode.UserRead | random.Of(UnixFileMode.None, UnixFileMode.UserExecute, UnixFileMode.GroupWrite);
                TarEntryType type = name.EndsWith('/') ? TarEntryType.Directory : name == "l" ? TarEntryType.SymbolicLink : TarEntryType.RegularFile;
                var entry = new PaxTarEntry(type, name) { Mode = mode };
                if (type == TarEntryType.RegularFile)
                {
                    entry.DataStream = new MemoryStream(content);
                    using Stream stream = zipWriter.CreateEntry(name).Open();
                    stream.Write(content);
                }
                else if (type == TarEntryType.SymbolicLink)
                {
                    entry.LinkName = random.Of("f", "a", "/srv");
                }

                tarWriter.WriteEntry(entry);
            }
        }

        File.WriteAllBytes(Path.Combine(folder, "p.tar"), tar.ToArray());
        File.WriteAllBytes(Path.Combine(folder, "p.zip"), zip.ToArray());
        return "the archives are packed anew";
    }
}
