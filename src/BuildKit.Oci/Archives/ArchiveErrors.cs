using ICSharpCode.SharpZipLib;

namespace BuildKit.Oci.Archives;

/// <summary>The failures of archives that a build unpacks.</summary>
internal static class ArchiveErrors
{
    /// <summary>What the library throws at bytes that are no archive, beside its own exceptions: it indexes and converts what it has not checked.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is SharpZipBaseException or EndOfStreamException or InvalidDataException or ArgumentException or IndexOutOfRangeException
            or OverflowException or FormatException or NotSupportedException or NullReferenceException or InvalidOperationException;

    public static BuildKitException Unknown(string where, string what) =>
        new(OciErrorCodes.ArchiveUnknown, $"{where} is {what}.", "Unpack reads zip, tar, tar.gz, tar.bz2 and tar.zst.");

    public static BuildKitException Invalid(string where, string what, Exception? cause) =>
        new(OciErrorCodes.ArchiveInvalid, $"{where} is a damaged archive: {what}.", "Fetch or make it again.", cause);

    public static BuildKitException Encrypted(string where, string name) =>
        new(OciErrorCodes.ArchiveEncrypted, $"'{name}' in {where} is encrypted.", "Decrypt the archive before the build; a build asks for no password.");
}
