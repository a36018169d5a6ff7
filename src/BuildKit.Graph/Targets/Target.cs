using BuildKit.Language.Text;

namespace BuildKit.Graph.Targets;

/// <summary>Something that can be built by name. The hierarchy is closed: a stage, an image, or a test of an image.</summary>
/// <param name="Name">The identifier or interpolated name, as written.</param>
/// <param name="Origin">Its declaration.</param>
public abstract record Target(string Name, SourceSpan Origin);
