using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace BuildKit.Delivery.Evidence;

/// <summary>
/// An in-toto Statement v1 (https://github.com/in-toto/attestation, spec/v1/statement.md). The bytes are what a later signature signs, as a DSSE payload, so
/// signing changes no identity.
/// </summary>
/// <param name="Type">Always <c>https://in-toto.io/Statement/v1</c>.</param>
/// <param name="Subject">What it is about; at least one.</param>
/// <param name="PredicateType">What is said.</param>
/// <param name="Predicate">The saying.</param>
internal sealed record StatementDocument<TPredicate>(
    [property: JsonPropertyName("_type")] string Type, ImmutableArray<Subject> Subject, string PredicateType, TPredicate Predicate)
    where TPredicate : class
{
    public const string StatementType = "https://in-toto.io/Statement/v1";
}
