using System.Text.Json.Serialization;

namespace BuildKit.Facts.Projects;

/// <summary>Remembered answers as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RememberedAnswer))]
internal sealed partial class ProjectMemoryJson : JsonSerializerContext;
