using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using BuildKit.Graph.Steps;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Lock;

/// <summary>Reads a lock file strictly: an unknown, missing or doubled property is an error, since a pin that is not understood protects nothing.</summary>
internal sealed class LockReader(SourceText text)
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(text.Content);

    internal LockParseResult Read()
    {
        // Its position and state are all it holds, and a field cannot hold a ref struct.
        var json = new Utf8JsonReader(bytes);
        try
        {
            return new LockParseResult(ReadFile(ref json), null);
        }
        catch (LockFormatException error)
        {
            return new LockParseResult(LockFile.Empty, Diagnostic.Error(error.Code, error.Message, Span(error.Start, error.Length)));
        }
        catch (JsonException error)
        {
            int start = (int)Math.Min(LineStart(error.LineNumber ?? 0) + (error.BytePositionInLine ?? 0), bytes.Length);
            string cure = text.Content.Contains("<<<<<<<", StringComparison.Ordinal) ? "it holds an unresolved merge conflict" : "it is not JSON at this place";
            return new LockParseResult(LockFile.Empty, Diagnostic.Error(GraphDiagnosticCodes.InvalidLockFile, $"{text.Path} cannot be read: {cure}", Span(start, 0)));
        }
    }

    private LockFile ReadFile(ref Utf8JsonReader json)
    {
        var images = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, LockedImage>>(StringComparer.Ordinal);
        var downloads = ImmutableSortedDictionary.CreateBuilder<string, Digest>(StringComparer.Ordinal);
        var checkouts = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal);
        var fetches = ImmutableSortedDictionary.CreateBuilder<string, Digest>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        Expect(ref json, JsonTokenType.StartObject, "an object");
        while (NextProperty(ref json, out string name))
        {
            OnlyOnce(ref json, seen, name);
            switch (name)
            {
                case "version":
                    ReadVersion(ref json);
                    break;
                case "images":
                    ReadMap(ref json, images, ReadPlatforms);
                    break;
                case "downloads":
                    ReadMap(ref json, downloads, ReadSha256);
                    break;
                case "checkouts":
                    ReadMap(ref json, checkouts, ReadReferences);
                    break;
                case "fetches":
                    ReadMap(ref json, fetches, ReadDigest);
                    break;
                default:
                    throw Unknown(ref json, name, "version, images, downloads, checkouts and fetches");
            }
        }

        if (!seen.Contains("version"))
        {
            throw Wrong(ref json, "a 'version' is missing");
        }

        json.Read();
        return new LockFile(images.ToImmutable()) { Downloads = downloads.ToImmutable(), Checkouts = checkouts.ToImmutable(), Fetches = fetches.ToImmutable() };
    }

    private void ReadVersion(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out int version) || version < 1)
        {
            throw Wrong(ref json, "'version' is a whole number from 1");
        }

        if (version > LockFile.FormatVersion)
        {
            throw new LockFormatException(
                GraphDiagnosticCodes.NewerLockFile, $"{text.Path} has format {version} and this version reads {LockFile.FormatVersion}; update buildkit", json.TokenStartIndex, Length(ref json));
        }
    }

    private delegate T ValueReader<T>(ref Utf8JsonReader json);

    private void ReadMap<T>(ref Utf8JsonReader json, ImmutableSortedDictionary<string, T>.Builder map, ValueReader<T> read)
    {
        Expect(ref json, JsonTokenType.StartObject, "an object");
        while (NextProperty(ref json, out string name))
        {
            if (map.ContainsKey(name))
            {
                throw Wrong(ref json, $"'{name}' stands twice");
            }

            map.Add(name, read(ref json));
        }
    }

    private ImmutableSortedDictionary<string, LockedImage> ReadPlatforms(ref Utf8JsonReader json)
    {
        var platforms = ImmutableSortedDictionary.CreateBuilder<string, LockedImage>(StringComparer.Ordinal);
        ReadMap(ref json, platforms, ReadImage);
        return platforms.ToImmutable();
    }

    private LockedImage ReadImage(ref Utf8JsonReader json)
    {
        Digest? manifest = null;
        Digest? index = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref json, JsonTokenType.StartObject, "an object");
        while (NextProperty(ref json, out string name))
        {
            OnlyOnce(ref json, seen, name);
            switch (name)
            {
                case "manifest":
                    manifest = ReadDigest(ref json);
                    break;
                case "index":
                    index = ReadDigest(ref json);
                    break;
                default:
                    throw Unknown(ref json, name, "manifest and index");
            }
        }

        return new LockedImage(manifest ?? throw Wrong(ref json, "a 'manifest' is missing"), index);
    }

    private Digest ReadDigest(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.String, "a digest");
        return Digest.TryParse(json.GetString(), out Digest digest) ? digest : throw Wrong(ref json, "this is not a digest such as sha256:<64 hexadecimal digits>");
    }

    private Digest ReadSha256(ref Utf8JsonReader json) =>
        ReadDigest(ref json) is { Algorithm: "sha256" } digest ? digest : throw Wrong(ref json, "a file is pinned by its sha256");

    private ImmutableSortedDictionary<string, string> ReadReferences(ref Utf8JsonReader json)
    {
        var references = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        ReadMap(ref json, references, ReadCommit);
        return references.ToImmutable();
    }

    private string ReadCommit(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.String, "a commit");
        return json.GetString() is { } commit && GitReference.IsCommit(commit) ? commit : throw Wrong(ref json, "this is not a commit of 40 hexadecimal digits");
    }

    private static bool NextProperty(ref Utf8JsonReader json, out string name)
    {
        json.Read();
        name = json.TokenType == JsonTokenType.PropertyName ? json.GetString() ?? "" : "";
        return json.TokenType == JsonTokenType.PropertyName && json.Read();
    }

    private void OnlyOnce(ref Utf8JsonReader json, HashSet<string> seen, string name)
    {
        if (!seen.Add(name))
        {
            throw Wrong(ref json, $"'{name}' stands twice");
        }
    }

    private void Expect(ref Utf8JsonReader json, JsonTokenType type, string what)
    {
        if (json.TokenType != type)
        {
            throw Wrong(ref json, $"{what} belongs here");
        }
    }

    private LockFormatException Unknown(ref Utf8JsonReader json, string name, string known) =>
        Wrong(ref json, $"'{name}' is unknown here; there are {known}");

    private LockFormatException Wrong(ref Utf8JsonReader json, string message) =>
        new(GraphDiagnosticCodes.InvalidLockFile, $"{text.Path} cannot be read: {message}", json.TokenStartIndex, Length(ref json));

    private static long Length(ref Utf8JsonReader json) => json.BytesConsumed - json.TokenStartIndex;

    private long LineStart(long line)
    {
        long start = 0;
        for (; line > 0; line--)
        {
            start += bytes.AsSpan((int)start).IndexOf((byte)'\n') + 1;
        }

        return start;
    }

    private SourceSpan Span(long start, long length)
    {
        int from = Encoding.UTF8.GetCharCount(bytes, 0, (int)start);
        int to = Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(start + length, bytes.Length));
        return new SourceSpan(text, from, to - from);
    }
}
