using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Store;
using BuildKit.Oci;

namespace BuildKit.Engine.Verification;

/// <summary>
/// Reads everything in a store, compares blobs, layers and records with what their names and indexes say, and looks whether what they point at is there. It reads while
/// others may use the store. A repair looks again at what was wrong while nobody does, and takes it away, so that it is made or pulled again; what is right it never touches.
/// </summary>
public sealed class StoreVerifier(LocalStore store)
{
    /// <summary>Verifies, and repairs where that is wanted.</summary>
    /// <param name="repair">Whether what is wrong is removed.</param>
    /// <param name="patience">How long a repair waits for builds and containers that use the store.</param>
    /// <param name="progress">Hears of bytes that were read, from several threads, one at a time; null for nobody.</param>
    /// <param name="ct">Stops it; before a repair has begun, nothing was changed.</param>
    /// <exception cref="BuildKitException">Others use the store that is to be repaired for longer than that (BK4220), or the disk failed.</exception>
    /// <exception cref="NamespaceNeededException">The files of layers belong to a user namespace, and the process is in none.</exception>
    public async Task<VerificationReport> VerifyAsync(bool repair, TimeSpan patience, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        if (UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException("Verifying");
        }

        try
        {
            return await VerifyWholeAsync(repair, patience, progress, ct);
        }
        catch (Exception exception) when (DiskErrors.Explain(exception, store.Paths.Root) is { } explained)
        {
            throw explained;
        }
    }

    private async Task<VerificationReport> VerifyWholeAsync(bool repair, TimeSpan patience, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        ImmutableArray<ContentItem> items = ContentItem.All(store);
        IReadOnlyDictionary<string, string> broken = await new ContentCheck(progress).RunAsync(items, ct);
        VerificationReport report = await LookAsync(items, broken, store.Index.FindProblem(), isIndexNew: false, ct);
        if (!repair || report.Findings.IsEmpty)
        {
            return report;
        }

        if (!await store.Use.TryAloneAsync(async stop => report = await RepairAsync(items, broken, stop), RemoveTaken, patience, ct))
        {
            throw store.Use.InUse(store.Paths.Root, "Repair");
        }

        return report;
    }

    // Somebody may have mended or removed it since.
    private async Task<VerificationReport> RepairAsync(ImmutableArray<ContentItem> items, IReadOnlyDictionary<string, string> broken, CancellationToken ct)
    {
        IReadOnlyDictionary<string, string> still = await new ContentCheck(null).RunAsync([.. items.Where(item => broken.ContainsKey(item.Path))], ct);
        string? index = store.Index.FindProblem();
        if (index is not null)
        {
            store.Index.Discard();
        }

        VerificationReport report = await LookAsync(items, still, index, isIndexNew: index is not null, ct);
        foreach (string path in VerifiedKinds.InOrderOfRemoval.SelectMany(kind => report.Findings.Where(finding => finding.Kind == kind)).Select(finding => finding.Path))
        {
            string target = store.Temporary.NewPath("broken");
            if (Directory.Exists(path))
            {
                Directory.Move(path, target);
            }
            else
            {
                File.Move(path, target);
            }
        }

        return report with { IsRepaired = true };
    }

    private void RemoveTaken()
    {
        foreach (string moved in Directory.EnumerateFileSystemEntries(store.Temporary.Own, "*-broken"))
        {
            TemporaryFolders.TryRemove(moved);
        }
    }

    private async Task<VerificationReport> LookAsync(ImmutableArray<ContentItem> items, IReadOnlyDictionary<string, string> broken, string? index, bool isIndexNew, CancellationToken ct)
    {
        var state = new StoreState(store, broken, knowsIndex: index is null || isIndexNew);
        var records = new RecordCheck(store, state);
        var references = new ReferenceCheck(store, state);
        List<StoreFinding> results = [.. records.Results(), .. records.Passes()];
        List<StoreFinding> names = [.. await references.NamesAsync(ct), .. references.Referrers()];
        IEnumerable<StoreFinding> content = items.Where(item => broken.ContainsKey(item.Path)).OrderBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.Path, StringComparer.Ordinal).Select(item =>
            item.Kind == VerifiedKinds.Blobs
                ? new StoreFinding(ExecutionErrorCodes.BlobBroken, item.Kind, item.Path, broken[item.Path], OfBlob(item, references))
                : new StoreFinding(ExecutionErrorCodes.LayerBroken, item.Kind, item.Path, broken[item.Path], OfLayer(item, records)));
        return new VerificationReport(
            [
                Kind(VerifiedKinds.Blobs), Kind(VerifiedKinds.Layers), new(VerifiedKinds.Results, records.Counts.Results, 0), new(VerifiedKinds.Passes, records.Counts.Passes, 0),
                new(VerifiedKinds.Names, references.Counts.Names, 0), new(VerifiedKinds.Referrers, references.Counts.Referrers, 0),
            ],
            [
                .. index is null ? [] : new[] { new StoreFinding(ExecutionErrorCodes.IndexBroken, VerifiedKinds.Index, store.Paths.Index, index, "what it remembers is worked out again") },
                .. content, .. results, .. names,
            ],
            IsRepaired: false);

        VerifiedKind Kind(string kind) => new(kind, items.Count(item => item.Kind == kind), items.Where(item => item.Kind == kind).Sum(item => item.Bytes));
    }

    private static string OfBlob(ContentItem item, ReferenceCheck references) =>
        item.Digest is { } digest && references.ImageOf(digest) is { } image ? ReferenceCheck.ConsequenceOf(image) : "it is pulled or made again when it is needed";

    private static string OfLayer(ContentItem item, RecordCheck records) => item.Digest is not { } diffId ? "nothing needs it" : records.StepsOf(diffId) switch
    {
        [] => "it is unpacked again when it is needed",
        [var step] => $"{step} runs again",
        [var step, ..] and var all => string.Create(CultureInfo.InvariantCulture, $"{step} and {all.Count - 1} more run again"),
    };
}
