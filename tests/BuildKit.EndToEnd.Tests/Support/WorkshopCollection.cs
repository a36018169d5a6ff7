namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>The tests that share the one workshop; they run one after the other.</summary>
[CollectionDefinition(nameof(WorkshopCollection))]
public sealed class WorkshopCollection : ICollectionFixture<Workshop>;
