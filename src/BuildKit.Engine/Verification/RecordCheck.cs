using BuildKit.Engine.Cache;
using BuildKit.Engine.Store;
using BuildKit.Engine.Testing;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Keys;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Verification;

/// <summary>Results and passes: that they say what their names are the digest of, and that the layers of results can be had.</summary>
internal sealed class RecordCheck(LocalStore store, StoreState state)
{
    private readonly Dictionary<Digest, List<string>> steps = [];

    /// <summary>How many there were of results and of passes.</summary>
    internal (int Results, int Passes) Counts { get; private set; }

    /// <summary>What the steps did whose layer this is.</summary>
    internal IReadOnlyList<string> StepsOf(Digest diffId) => steps.GetValueOrDefault(diffId) ?? [];

    internal IEnumerable<StoreFinding> Results()
    {
        foreach (string file in Files(store.Paths.Results))
        {
            Counts = Counts with { Results = Counts.Results + 1 };
            if (AtomicFile.Read(file) is { } content && FindProblem(file, content) is (var problem, var step))
            {
                yield return new StoreFinding(ExecutionErrorCodes.ResultBroken, VerifiedKinds.Results, file, problem, $"{step} runs again");
            }
        }
    }

    internal IEnumerable<StoreFinding> Passes()
    {
        foreach (string file in Files(store.Paths.Passes))
        {
            Counts = Counts with { Passes = Counts.Passes + 1 };
            if (AtomicFile.Read(file) is { } content && (DigestOf(file) is not { } key || TestPassJson.Read(content, key) is null))
            {
                yield return new StoreFinding(ExecutionErrorCodes.PassBroken, VerifiedKinds.Passes, file, "it does not say what its name is the digest of", "the test runs again");
            }
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];

    private static Digest? DigestOf(string file) => Digest.TryParse("sha256:" + Path.GetFileName(file), out Digest digest) ? digest : null;

    private (string Problem, string Step)? FindProblem(string file, byte[] content)
    {
        if (DigestOf(file) is not { } key || StepRecordJson.Read(content, key) is not { } record || KeyFrames.Of(record.Frames).ToDigest() != key)
        {
            return ("it does not say what its name is the digest of", "the step");
        }

        string step = StepText.Of(record.Frames);
        if (record.Layer is not { } layer)
        {
            return null;
        }

        if (!steps.TryGetValue(layer, out List<string>? same))
        {
            steps.Add(layer, same = []);
        }

        same.Add(step);
        return state.FaultOfLayer(layer) is { } fault ? ($"its layer {layer} is {fault}", step)
            : IsOfAnotherSize(layer, record.LayerBytes) ? ($"it says another size than the layer {layer} has", step)
            : null;
    }

    private bool IsOfAnotherSize(Digest layer, long bytes)
    {
        try
        {
            return store.Snapshots.Contains(layer) && LayerIndex.Open(store.Snapshots.IndexPath(layer)) is { TarSize: > 0 } index && index.TarSize != bytes;
        }
        catch (BuildKitException)
        {
            // Gone meanwhile: a damaged index is the layer's fault, and told of it.
            return false;
        }
    }
}
