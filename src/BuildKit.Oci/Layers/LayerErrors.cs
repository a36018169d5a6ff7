namespace BuildKit.Oci.Layers;

/// <summary>The failures of layers, worded in one place.</summary>
internal static class LayerErrors
{
    private const string Damaged = "The archive is damaged or was not made as a layer: make or fetch it again.";
    private const string Refused = "Nothing of it was taken. If the archive comes from someone else, do not trust it.";

    public static BuildKitException Malformed(string where, string what) =>
        new(OciErrorCodes.LayerMalformed, $"{where} is not a valid tar archive: {what}.", Damaged);

    public static BuildKitException Truncated(string where) =>
        new(OciErrorCodes.LayerTruncated, $"{where} ends in the middle.", "It was not fetched or written in full: fetch or make it again.");

    public static BuildKitException Unsafe(string where, ReadOnlySpan<byte> name, string why) =>
        new(OciErrorCodes.UnsafeName, $"{where} holds the name '{Short(name)}', which {why}.", Refused);

    public static BuildKitException Limit(string where, string what) =>
        new(OciErrorCodes.LimitExceeded, $"{where} {what}.", Refused);

    public static BuildKitException Unsupported(string where, string what) =>
        new(OciErrorCodes.LayerUnsupported, $"{where} {what}.", "Make it again from plain files, directories, links and devices, without a tar program's incremental or multi-volume options.");

    public static BuildKitException Unrepresentable(LayerPath path, string why) =>
        new(OciErrorCodes.EntryUnrepresentable, $"'{path}' cannot be written into a layer: {why}.", "Change or leave out the file.");

    private static string Short(ReadOnlySpan<byte> name) => name.Length <= 200 ? PrintableBytes.Format(name) : PrintableBytes.Format(name[..200]) + "...";
}
