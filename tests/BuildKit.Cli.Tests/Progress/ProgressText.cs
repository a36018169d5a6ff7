using System.Text;
using BuildKit.Cli.Progress;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Events;

namespace BuildKit.Cli.Tests.Progress;

/// <summary>Plays the recorded build and gives what was written.</summary>
internal static class ProgressText
{
    public static string Play(Func<TextOutput, IBuildProgress> create, bool useColor, Exception? failure)
    {
        using var stream = new MemoryStream();
        using (var output = new TextOutput(stream, isTerminal: false, useColor))
        {
            using IBuildProgress progress = create(output);
            progress.Begin(RecordedBuild.Labels);
            foreach (BuildEvent buildEvent in RecordedBuild.Events)
            {
                progress.On(buildEvent);
            }

            if (failure is null)
            {
                progress.Complete(BuildSummary.Of(RecordedBuild.Result, RecordedBuild.Labels));
                progress.Delivered(new Delivery("pushed", "localhost:5000/api:1", RecordedBuild.Result.Images[0].Manifest.Digest, 77));
            }
            else
            {
                progress.Fail(failure);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
