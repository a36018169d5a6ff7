namespace BuildKit.Engine;

public static partial class ExecutionErrorCodes
{
    /// <summary>A server did not give a file that is to be downloaded.</summary>
    public const string DownloadFailed = "BK4170";

    /// <summary>A downloaded file has other bytes than its digest says.</summary>
    public const string DownloadChanged = "BK4171";

    /// <summary>A download is redirected to where it may not go, or without end.</summary>
    public const string DownloadRedirectRefused = "BK4172";
}
