using System.Security.Cryptography;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Fetches;

/// <summary>
/// Works out the digest of a body while it passes, and gives it before the last byte of a body of known length does: the client may be gone, and the run over, as soon as it has
/// that byte.
/// </summary>
internal sealed class BodyDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Action<Digest> give;
    private long? left;
    private bool hasEnded;

    /// <param name="length">In bytes; null where it is not known.</param>
    /// <param name="give">Called once, with the digest.</param>
    internal BodyDigest(long? length, Action<Digest> give)
    {
        left = length;
        this.give = give;
        EndAtLength();
    }

    /// <summary>Takes the next piece.</summary>
    internal void Append(ReadOnlyMemory<byte> piece)
    {
        hash.AppendData(piece.Span);
        left -= piece.Length;
        EndAtLength();
    }

    /// <summary>The body has ended well.</summary>
    internal void End()
    {
        if (!hasEnded)
        {
            hasEnded = true;
            give(Digest.FromSha256(hash.GetHashAndReset()));
        }
    }

    /// <inheritdoc />
    public void Dispose() => hash.Dispose();

    private void EndAtLength()
    {
        if (left == 0)
        {
            End();
        }
    }
}
