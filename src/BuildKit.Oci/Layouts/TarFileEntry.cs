using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Layouts;

/// <summary>An entry of an archive and where its content lies; null where it does not lie there in one piece.</summary>
internal sealed record TarFileEntry(LayerEntry Entry, long? Offset);
