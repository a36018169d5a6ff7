using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Keys;

/// <summary>
/// The labelled frames that a key is the hash of, in order. Each frame is hashed as the label's and the value's UTF-8 bytes,
/// each behind its length as a 32-bit big-endian number, so that no two different lists of frames give the same bytes.
/// The frames are stored with the key: two keys are compared frame by frame to say why a step ran (docs/keys.md).
/// </summary>
public sealed class KeyFrames
{
    private readonly List<KeyFrame> frames = [];

    /// <summary>The frames so far, in order.</summary>
    public IReadOnlyList<KeyFrame> Frames => frames;

    /// <summary>Frames that were stored with a key, as they were.</summary>
    public static KeyFrames Of(IEnumerable<KeyFrame> stored)
    {
        var all = new KeyFrames();
        all.frames.AddRange(stored);
        return all;
    }

    /// <summary>Adds a frame of text; an absent value adds no frame at all.</summary>
    public KeyFrames Add(string label, string? value)
    {
        if (value is not null)
        {
            frames.Add(new KeyFrame(label, value));
        }

        return this;
    }

    /// <summary>Adds a frame with a digest's text.</summary>
    public KeyFrames Add(string label, Digest value) => Add(label, value.ToString());

    /// <summary>Adds a frame for each value under one label, in the order given, behind a frame with their number.</summary>
    public KeyFrames AddAll(string label, IReadOnlyCollection<string> values)
    {
        Add(label + ".count", values.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (string value in values)
        {
            Add(label, value);
        }

        return this;
    }

    /// <summary>The SHA-256 of all frames.</summary>
    public Digest ToDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (KeyFrame frame in frames)
        {
            AppendText(hash, frame.Label, length);
            AppendText(hash, frame.Value, length);
        }

        return Digest.FromSha256(hash.GetHashAndReset());
    }

    private static void AppendText(IncrementalHash hash, string text, Span<byte> length)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
