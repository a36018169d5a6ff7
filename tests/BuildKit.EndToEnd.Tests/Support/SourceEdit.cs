namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A developer's change of a file.</summary>
public static class SourceEdit
{
    /// <summary>Replaces a text that the file must hold.</summary>
    public static async Task ReplaceAsync(string file, string from, string to)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        string text = await File.ReadAllTextAsync(file, ct);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(from, to, StringComparison.Ordinal), ct);
    }
}
