using BuildKit.Engine.Collection;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Verification;

/// <summary>Names and referrers: that they can be read, and that what they point at is there in full.</summary>
internal sealed class ReferenceCheck(LocalStore store, StoreState state)
{
    private readonly StoreDocuments documents = new(store);
    private readonly Dictionary<Digest, string> needed = [];

    /// <summary>How many there were of names and of referrers.</summary>
    internal (int Names, int Referrers) Counts { get; private set; }

    /// <summary>The image that needs a blob which cannot be used; null for none.</summary>
    internal string? ImageOf(Digest blob) => needed.GetValueOrDefault(blob);

    internal async Task<List<StoreFinding>> NamesAsync(CancellationToken ct)
    {
        var findings = new List<StoreFinding>();
        findings.AddRange(store.Names.Unreadable().Select(file => new StoreFinding(
            ExecutionErrorCodes.NameUnreadable, VerifiedKinds.Names, file, "it does not say which image has the name", "the image that it named must be pulled or built again")));
        foreach (LocalImage image in store.Images())
        {
            Counts = Counts with { Names = Counts.Names + 1 };
            if (await FindMissingAsync(image.Manifest.Digest, image.Name, ct) is { } problem)
            {
                findings.Add(new StoreFinding(ExecutionErrorCodes.NameBroken, VerifiedKinds.Names, store.Names.PathOf(image.Name), $"{image.Name} {problem}", ConsequenceOf(image.Name)));
            }
        }

        Counts = Counts with { Names = Counts.Names + findings.Count(finding => finding.Code == ExecutionErrorCodes.NameUnreadable) };
        return findings;
    }

    internal static string ConsequenceOf(string image) => $"image {image} must be pulled or built again";

    internal IEnumerable<StoreFinding> Referrers()
    {
        foreach (string file in Directory.Exists(store.Paths.Referrers) ? Directory.GetFiles(store.Paths.Referrers, "*", SearchOption.AllDirectories) : [])
        {
            Counts = Counts with { Referrers = Counts.Referrers + 1 };
            string subject = Path.GetFileName(Path.GetDirectoryName(file)) ?? "";
            if (AtomicFile.Read(file) is { } content && FindProblem(file, content) is { } problem)
            {
                yield return new StoreFinding(
                    ExecutionErrorCodes.ReferrerBroken, VerifiedKinds.Referrers, file, problem, $"what is said of sha256:{subject} must be pulled or made again");
            }
        }
    }

    private string? FindProblem(string file, byte[] content) =>
        DescriptorFile.Parse(content) is not (_, var descriptor) || descriptor.Digest.Hex != Path.GetFileName(file) ? "it does not say which manifest refers"
        : state.FaultOf(descriptor.Digest) is { } fault ? $"the manifest {descriptor.Digest} is {fault}"
        : null;

    private async Task<string?> FindMissingAsync(Digest digest, string image, CancellationToken ct)
    {
        if (Fault(digest, image) is { } fault)
        {
            return fault;
        }

        if (await documents.FindAsync(digest, ct) is not { } document)
        {
            return $"means {digest}, which is no manifest";
        }

        if (document.Index is null)
        {
            return document.Children.Select(child => Fault(child.Digest, image)).FirstOrDefault(problem => problem is not null);
        }

        // Of an index only what was wanted is pulled.
        Descriptor[] here = [.. document.Children.Where(child => state.FaultOf(child.Digest) != "gone")];
        foreach (Descriptor child in here.Length > 0 ? here : [.. document.Children])
        {
            if (await FindMissingAsync(child.Digest, image, ct) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private string? Fault(Digest blob, string image)
    {
        if (state.FaultOf(blob) is not { } fault)
        {
            return null;
        }

        needed.TryAdd(blob, image);
        return $"needs {blob}, which is {fault}";
    }
}
