using System.Buffers.Binary;

namespace BuildKit.Engine.Snapshots;

/// <summary>The value of <c>security.capability</c> (capabilities(7), "File capability extended attribute versioning").</summary>
internal static class CapabilityValue
{
    private const int SecondLength = 20;
    private const int ThirdLength = 24;
    private const uint SecondRevision = 0x02000000;
    private const uint ThirdRevision = 0x03000000;
    private const uint RevisionMask = 0xFF000000;

    /// <summary>Revision 3, which names the root of a user namespace, becomes revision 2, which is what that root sees and what an image holds.</summary>
    public static byte[] WithoutNamespace(byte[] value)
    {
        if (value.Length != ThirdLength)
        {
            return value;
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(value);
        if ((magic & RevisionMask) != ThirdRevision)
        {
            return value;
        }

        byte[] result = value[..SecondLength];
        BinaryPrimitives.WriteUInt32LittleEndian(result, (magic & ~RevisionMask) | SecondRevision);
        return result;
    }
}
