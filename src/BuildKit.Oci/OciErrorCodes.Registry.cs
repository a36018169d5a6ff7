namespace BuildKit.Oci;

public static partial class OciErrorCodes
{
    /// <summary>No address is known for a registry's host name.</summary>
    public const string RegistryHostUnknown = "BK5201";

    /// <summary>A registry refuses connections or is not reachable.</summary>
    public const string RegistryUnreachable = "BK5202";

    /// <summary>No trusted TLS connection could be made.</summary>
    public const string RegistryTlsFailed = "BK5203";

    /// <summary>The registry wants a login, or did not take the one it got (401).</summary>
    public const string RegistryUnauthorized = "BK5204";

    /// <summary>The login is known and may not do this (403).</summary>
    public const string RegistryDenied = "BK5205";

    /// <summary>The registry has no such repository, tag, manifest or blob (404).</summary>
    public const string RegistryNotFound = "BK5206";

    /// <summary>The connection was cut or fell silent, and trying again did not help.</summary>
    public const string RegistryConnectionCut = "BK5207";

    /// <summary>The registry limits the rate of requests, and waiting did not help (429).</summary>
    public const string RegistryTooManyRequests = "BK5208";

    /// <summary>The registry failed by itself, and trying again did not help (5xx).</summary>
    public const string RegistryServerError = "BK5209";

    /// <summary>The registry has no room for what is pushed: a full disk, a quota, a size limit.</summary>
    public const string RegistryStorageFull = "BK5210";

    /// <summary>The registry's answer breaks the distribution specification.</summary>
    public const string RegistryAnswerInvalid = "BK5211";

    /// <summary>The registry refused the request for another reason (4xx).</summary>
    public const string RegistryRefused = "BK5212";

    /// <summary>A docker-credential helper is missing, failed or did not end.</summary>
    public const string CredentialHelperFailed = "BK5213";

    /// <summary>A file of logins is not readable or is not what it should be.</summary>
    public const string CredentialFileInvalid = "BK5214";

    /// <summary>A reference names no registry where one is needed.</summary>
    public const string ReferenceWithoutRegistry = "BK5215";

    /// <summary>A redirect leads from TLS to a plain connection, to nowhere, or in a circle.</summary>
    public const string RegistryRedirectRefused = "BK5216";

    /// <summary>The source of a copy does not hold, or cannot give, what its manifests name.</summary>
    public const string CopySourceFailed = "BK5217";

    /// <summary>The destination of a copy could not take the content.</summary>
    public const string CopyDestinationFailed = "BK5218";
}
