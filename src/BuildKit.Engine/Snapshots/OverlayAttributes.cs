using System.Collections.Immutable;
using System.Text;
using BuildKit.Engine.Native;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Snapshots;

/// <summary>Extended attributes on disk: which are overlayfs's own, and which belong to an image.</summary>
internal static class OverlayAttributes
{
    /// <summary>Marks an opaque folder in a layer that is mounted with <c>userxattr</c>; the value is <c>y</c>.</summary>
    public const string Opaque = "user.overlay.opaque";

    private const string Capability = "security.capability";
    private const int BufferSize = 4096;

    /// <summary>Whether an attribute is overlayfs's own and never comes from or goes into an image.</summary>
    public static bool IsPrivate(string name) =>
        name.StartsWith("user.overlay.", StringComparison.Ordinal) || name.StartsWith("trusted.overlay.", StringComparison.Ordinal);

    /// <summary>Reads a name's attributes, those of an image in ordinal order.</summary>
    /// <param name="name">Empty for the folder itself.</param>
    /// <param name="hidden">The names of overlayfs's own attributes that were there.</param>
    public static ImmutableArray<ExtendedAttribute> Read(SafeFileHandle folder, ReadOnlySpan<byte> name, List<string> hidden)
    {
        ReadOnlySpan<byte> list = PosixAttributes.List(folder, name, stackalloc byte[BufferSize]);
        if (list.IsEmpty)
        {
            return [];
        }

        var result = ImmutableArray.CreateBuilder<ExtendedAttribute>();
        while (!list.IsEmpty)
        {
            int length = list.IndexOf((byte)0);
            string attribute = Encoding.UTF8.GetString(list[..length]);
            list = list[(length + 1)..];
            if (IsPrivate(attribute))
            {
                hidden.Add(attribute);
            }
            else if (!IsOfTheMachine(attribute) && PosixAttributes.TryGet(folder, name, attribute) is { } value)
            {
                result.Add(new ExtendedAttribute(attribute, new ByteString(attribute == Capability ? CapabilityValue.WithoutNamespace(value) : value)));
            }
        }

        result.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return result.DrainToImmutable();
    }

    /// <summary>Writes an image's attributes. Those that this kernel or user cannot have stay out of the disk, and in the index.</summary>
    /// <exception cref="BuildKitException">A capability cannot be set, without which a program would behave otherwise.</exception>
    public static void Write(SafeFileHandle folder, ReadOnlySpan<byte> name, ImmutableArray<ExtendedAttribute> attributes)
    {
        foreach (ExtendedAttribute attribute in attributes)
        {
            int errno = PosixAttributes.TrySet(folder, name, attribute.Name, attribute.Value.Span);
            bool mayBeAbsent = errno is Errno.NotSupported or Errno.NotPermitted && attribute.Name != Capability;
            if (errno != 0 && !mayBeAbsent)
            {
                throw DiskFailure.Create(errno, $"set the attribute {attribute.Name} of", name, folder);
            }
        }
    }

    // Labels and measurements of a security module differ from machine to machine.
    private static bool IsOfTheMachine(string name) => name is "security.selinux" or "security.ima" or "security.evm" or "security.apparmor" or "security.SMACK64";
}
