using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>A base whose manifest and configuration are in the local store; its layers are too where <see cref="BasePuller"/> gave it.</summary>
/// <param name="Descriptor">Its manifest's descriptor.</param>
/// <param name="Manifest">Its manifest; <c>Layers[i]</c> is the very blob that is pushed again, with diff_id <c>Config.DiffIds[i]</c>.</param>
/// <param name="Config">Its configuration.</param>
public sealed record PulledBase(Descriptor Descriptor, ImageManifest Manifest, ImageConfig Config);
