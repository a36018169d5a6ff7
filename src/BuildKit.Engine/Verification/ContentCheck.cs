using System.Collections.Concurrent;
using System.Diagnostics;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Verification;

/// <summary>Reads blobs and layers, several at once, and compares them with what their names and indexes say.</summary>
internal sealed class ContentCheck(IProgress<VerificationProgress>? progress)
{
    private const int BufferSize = 256 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Stopwatch sinceTold = Stopwatch.StartNew();
    private long done;
    private long total;

    /// <summary>What is wrong, by path. What is gone meanwhile is not.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> RunAsync(IReadOnlyCollection<ContentItem> items, CancellationToken ct)
    {
        (done, total) = (0, items.Sum(item => item.Bytes));
        var problems = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct };

        // One after the other as threads are free, so that the largest, which come first, do not all fall to one.
        await Parallel.ForEachAsync(items, options, (item, stop) =>
        {
            if (FindProblem(item, stop) is { } problem && (File.Exists(item.Path) || Directory.Exists(item.Path)))
            {
                problems[item.Path] = problem;
            }

            return ValueTask.CompletedTask;
        });
        return problems;
    }

    private string? FindProblem(ContentItem item, CancellationToken ct) => item switch
    {
        { Digest: null } => "it has no digest for a name",
        { Kind: VerifiedKinds.Layers } => new LayerCheck(item.Path, Tell, ct).FindProblem(),
        { Digest: { } digest } => FindProblem(item.Path, digest, ct),
    };

    private string? FindProblem(string path, Digest digest, CancellationToken ct)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            using var verified = new VerifyingStream(file, new Descriptor("", digest, file.Length), path);
            byte[] buffer = new byte[BufferSize];
            int count;
            while ((count = verified.Read(buffer)) > 0)
            {
                ct.ThrowIfCancellationRequested();
                Tell(count);
            }

            return null;
        }
        catch (BuildKitException)
        {
            return "its bytes have another digest";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read: {exception.Message}";
        }
    }

    private void Tell(long bytes)
    {
        if (progress is null)
        {
            return;
        }

        lock (gate)
        {
            done += bytes;
            if (sinceTold.Elapsed > Pause)
            {
                sinceTold.Restart();
                progress.Report(new VerificationProgress(done, total));
            }
        }
    }
}
