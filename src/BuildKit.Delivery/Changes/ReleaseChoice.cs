using BuildKit.Delivery.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Delivery.Changes;

/// <summary>Finds the record that people mean by a digest or a number.</summary>
internal static class ReleaseChoice
{
    /// <summary>The latest record of a release, or of a release with that image.</summary>
    /// <exception cref="BuildKitException">There is none (BK6007).</exception>
    public static PromotionRecord ByDigest(EnvironmentState state, Digest digest) =>
        state.History.LastOrDefault(record => record.Release == digest || record.Images.Any(image => image.Digest == digest))
        ?? throw Unknown(state, $"had a release or an image {digest}");

    /// <summary>The record of a number.</summary>
    /// <exception cref="BuildKitException">There is none (BK6007).</exception>
    public static PromotionRecord ByNumber(EnvironmentState state, int number) =>
        state.History.FirstOrDefault(record => record.Predicate.Sequence == number) ?? throw Unknown(state, $"had a record {number}");

    /// <summary>The release that was in effect before the present one.</summary>
    /// <exception cref="BuildKitException">There was none (BK6007).</exception>
    public static PromotionRecord Before(EnvironmentState state) =>
        state.Current().Predicate.Replaces is { } replaced
            ? ByDigest(state, replaced)
            : throw Unknown(state, "had a release before the present one");

    private static BuildKitException Unknown(EnvironmentState state, string what) => new(
        DeliveryErrorCodes.ReleaseUnknown, $"{state.Environment.Name} never {what}.", $"'buildkit history {state.Environment.Name}' shows what it had.");
}
