using System.Globalization;
using BuildKit.Oci.Images;
using ZstdSharp;

namespace BuildKit.Oci.Layers;

/// <summary>zstd (RFC 8878) at a level; each frame has the size of its content in its header, and no checksum, since the blob has a digest.</summary>
internal sealed record ZstdFormat(int Level) : LayerFormat
{
    /// <summary>The lowest level.</summary>
    public const int MinLevel = 1;

    /// <summary>The level where nobody says otherwise.</summary>
    public const int DefaultLevel = 3;

    /// <summary>The highest level; from 20 on a block takes hundreds of megabytes of memory elsewhere, here no more than its size demands.</summary>
    public const int MaxLevel = 22;

    /// <inheritdoc />
    public override string Name => "zstd:" + Level.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string MediaType => MediaTypes.OciLayerZstd;

    /// <inheritdoc />
    internal override int BlockSize => 4 << 20;

    /// <inheritdoc />
    internal override ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> block)
    {
        using var compressor = new Compressor(Level);
        byte[] frame = new byte[Compressor.GetCompressBound(block.Length)];
        return frame.AsMemory(0, compressor.Wrap(block, frame));
    }
}
