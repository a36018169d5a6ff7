using System.Text;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine;
using BuildKit.Engine.Events;

namespace BuildKit.Cli.Tests.Progress;

/// <summary>Plays the recorded build and gives what was written.</summary>
internal static class ProgressText
{
    public static string Play(Func<TextOutput, IBuildProgress> create, bool useColor, Exception? failure) =>
        Play(create, useColor, failure, RecordedBuild.Events, RecordedBuild.Result);

    /// <summary>Plays the tests behind a build.</summary>
    public static string PlayTests(Func<TextOutput, IBuildProgress> create, bool useColor) =>
        Play(create, useColor, null, RecordedBuild.TestEvents, RecordedBuild.Result with { Tests = RecordedBuild.TestResults });

    /// <summary>Plays what a build with remote caches tells of them.</summary>
    public static string PlayCaches(Func<TextOutput, IBuildProgress> create) =>
        Play(create, useColor: false, null, RecordedBuild.CacheEvents, RecordedBuild.Result);

    private static string Play(Func<TextOutput, IBuildProgress> create, bool useColor, Exception? failure, IEnumerable<BuildEvent> events, BuildResult result)
    {
        using var stream = new MemoryStream();
        using (var output = new TextOutput(stream, isTerminal: false, useColor))
        {
            using IBuildProgress progress = create(output);
            progress.Begin(RecordedBuild.Labels);
            foreach (BuildEvent buildEvent in events)
            {
                progress.On(buildEvent);
            }

            if (failure is null)
            {
                progress.Complete(BuildSummary.Of(result, RecordedBuild.Labels));
                progress.Delivered(new DeliveredImage("pushed", "localhost:5000/api:1", RecordedBuild.Result.Images[0].Manifest.Digest, 77));
            }
            else
            {
                progress.Fail(failure);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
