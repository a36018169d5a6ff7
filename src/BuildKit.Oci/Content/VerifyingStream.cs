using System.Security.Cryptography;
using BuildKit.Oci.Images;

namespace BuildKit.Oci.Content;

/// <summary>
/// Reads a blob and verifies it: the read that reaches the end, or passes the expected size, throws BK5011 where the bytes are others
/// than the descriptor says. Bytes given before that are unverified. Knows SHA-256 and SHA-512.
/// </summary>
public sealed class VerifyingStream : ReadOnlyStream
{
    private readonly Stream inner;
    private readonly Descriptor expected;
    private readonly string where;
    private readonly IncrementalHash hash;
    private readonly bool leaveOpen;
    private long count;
    private bool verified;

    /// <summary>Wraps a stream at its start.</summary>
    /// <param name="inner">The blob's bytes.</param>
    /// <param name="expected">What they must be.</param>
    /// <param name="where">What messages call the place they come from.</param>
    /// <param name="leaveOpen">Whether disposing leaves the inner stream as it is.</param>
    public VerifyingStream(Stream inner, Descriptor expected, string where, bool leaveOpen = false)
    {
        this.leaveOpen = leaveOpen;
        this.inner = inner;
        this.expected = expected;
        this.where = where;
        hash = IncrementalHash.CreateHash(expected.Digest.Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
    }

    /// <summary>The expected size.</summary>
    public override long Length => expected.Size;

    /// <inheritdoc />
    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Check(buffer, read);
        return read;
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span, read);
        return read;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            if (!leaveOpen)
            {
                inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> buffer, int read)
    {
        if (read == 0)
        {
            // A read into an empty buffer says nothing about the end.
            if (buffer.Length > 0 && !verified)
            {
                VerifyEnd();
            }

            return;
        }

        hash.AppendData(buffer[..read]);
        count += read;
        if (count > expected.Size)
        {
            throw Mismatch($"more than {expected.Size} bytes");
        }
    }

    private void VerifyEnd()
    {
        if (count != expected.Size)
        {
            throw Mismatch($"{count} bytes instead of {expected.Size}");
        }

        string hex = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (hex != expected.Digest.Hex)
        {
            throw Mismatch($"bytes with digest {expected.Digest.Algorithm}:{hex}");
        }

        verified = true;
    }

    private BuildKitException Mismatch(string got) => new(
        OciErrorCodes.ContentMismatch,
        $"{where} gave {got} for {expected.Digest}.",
        "The content is damaged or was cut off: fetch it again, and if it stays so, push it again from its source.");
}
