using System.Collections.Immutable;
using BuildKit.Cli.Terminals;
using BuildKit.Engine;
using BuildKit.Engine.Assembly;
using BuildKit.Engine.Events;
using BuildKit.Engine.Testing;

namespace BuildKit.Cli.Progress;

/// <summary>A build's outcome in numbers. Changes of the configuration are not counted: they take no time.</summary>
/// <param name="Images">What was built, in the order asked.</param>
/// <param name="Cached">Steps whose result was known.</param>
/// <param name="Ran">Steps that ran.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="Tests">How the tests went, in the order asked.</param>
internal sealed record BuildSummary(ImmutableArray<BuiltImage> Images, int Cached, int Ran, TimeSpan Duration, ImmutableArray<TestResult> Tests)
{
    /// <summary>How many tests failed.</summary>
    public int Failed => Tests.Count(test => test.Outcome == TestOutcome.Failed);

    /// <summary>How many tests passed, now or before on the same image.</summary>
    public int Passed => Tests.Length - Failed;

    /// <summary>Counts a result.</summary>
    public static BuildSummary Of(BuildResult result, StepLabels labels)
    {
        int Count(StepOutcome outcome) => result.Steps.Count(step => step.Outcome == outcome && labels[step.Step].IsShown);
        return new BuildSummary(result.Images, Count(StepOutcome.Cached), Count(StepOutcome.Ran), result.Duration, result.Tests);
    }

    /// <summary>One line an image, then one about the steps, and one about the tests where there are some.</summary>
    public IEnumerable<string> Lines(TextOutput output)
    {
        foreach (BuiltImage image in Images)
        {
            string platforms = string.Join(", ", image.Variants.Select(variant => variant.Platform));
            string size = Sizes.Bytes(image.Variants.Sum(variant => variant.Size));
            yield return $"{output.Styled(TextStyle.Strong, image.Name)}  {output.Styled(TextStyle.Accent, image.Manifest.Digest.ToString())}  {platforms}  {size}";
        }

        string steps = Cached + Ran == 1 ? "1 step" : $"{Cached + Ran} steps";
        yield return output.Styled(TextStyle.Good, $"{steps}: {Cached} cached, {Ran} ran, in {Sizes.Duration(Duration)}");
        if (Tests.Length > 0)
        {
            yield return output.Styled(Failed > 0 ? TextStyle.Error : TextStyle.Good, $"{Passed} passed, {Failed} failed");
        }
    }
}
