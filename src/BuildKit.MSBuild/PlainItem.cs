using System.Collections;
using Microsoft.Build.Framework;

namespace BuildKit.MSBuild;

/// <summary>An item that a task gives to the targets.</summary>
/// <param name="itemSpec">What it is called.</param>
/// <param name="metadata">What is said of it.</param>
internal sealed class PlainItem(string itemSpec, IReadOnlyDictionary<string, string> metadata) : ITaskItem
{
    private readonly Dictionary<string, string> metadata = new(metadata, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public string ItemSpec { get; set; } = itemSpec;

    /// <inheritdoc />
    public ICollection MetadataNames => metadata.Keys;

    /// <inheritdoc />
    public int MetadataCount => metadata.Count;

    /// <inheritdoc />
    public string GetMetadata(string metadataName) => metadata.GetValueOrDefault(metadataName, "");

    /// <inheritdoc />
    public void SetMetadata(string metadataName, string metadataValue) => metadata[metadataName] = metadataValue;

    /// <inheritdoc />
    public void RemoveMetadata(string metadataName) => metadata.Remove(metadataName);

    /// <inheritdoc />
    public void CopyMetadataTo(ITaskItem destinationItem)
    {
        foreach ((string name, string value) in metadata)
        {
            destinationItem.SetMetadata(name, value);
        }
    }

    /// <inheritdoc />
    public IDictionary CloneCustomMetadata() => new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase);
}
