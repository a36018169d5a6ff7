using BuildKit.Graph.Lock;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>A base whose digest was taken from <c>buildkit.lock</c>.</summary>
/// <param name="Reference">A tag of a registry.</param>
/// <param name="Platform">The platform that the pin is for.</param>
/// <param name="Pin">What the lock says that it names.</param>
public sealed record LockedBase(ImageReference Reference, Platform Platform, LockedImage Pin);
