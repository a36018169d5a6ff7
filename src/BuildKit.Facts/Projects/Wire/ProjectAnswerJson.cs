using System.Text.Json.Serialization;

namespace BuildKit.Facts.Projects.Wire;

/// <summary>The answer as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProjectAnswer))]
internal sealed partial class ProjectAnswerJson : JsonSerializerContext;
