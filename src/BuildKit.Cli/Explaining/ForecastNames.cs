using BuildKit.Engine.Explaining;

namespace BuildKit.Cli.Explaining;

/// <summary>The words of a plan.</summary>
internal static class ForecastNames
{
    /// <summary>One word in lower case, the same in the text and in the document.</summary>
    public static string Of(StepForecast forecast) => forecast switch
    {
        StepForecast.Cached => "cached",
        StepForecast.Runs => "runs",
        StepForecast.Pulls => "pulled",
        _ => "depends",
    };
}
