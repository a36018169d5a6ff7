using System.Collections.Immutable;

namespace BuildKit.Delivery.Evidence;

/// <summary>A statement that was read: unsigned, so its word is worth as much as the right to write to its registry.</summary>
/// <param name="Subjects">What it is about.</param>
/// <param name="Predicate">What it says.</param>
public sealed record Statement<TPredicate>(ImmutableArray<Subject> Subjects, TPredicate Predicate)
    where TPredicate : class;
