using BuildKit.Engine.Native;
using BuildKit.Engine.Trees;

namespace BuildKit.Engine.Context;

/// <summary>A name of the context with what the kernel knows of it.</summary>
/// <param name="ErrorNumber">Why a folder could not be listed or a link not read; 0 where all went well.</param>
internal sealed record ContextFile(TreeEntry Entry, FileStatus Status, int ErrorNumber);
