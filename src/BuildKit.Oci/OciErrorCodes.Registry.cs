namespace BuildKit.Oci;

/// <summary>The stable codes of <c>BuildKit.Oci</c>; docs/diagnostics.md says what each means and what to do.</summary>
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

    /// <summary>The registry answered with other bytes than the digest or size says.</summary>
    public const string RegistryWrongContent = "BK5207";

    /// <summary>The connection was cut or fell silent, and trying again did not help.</summary>
    public const string RegistryConnectionCut = "BK5208";

    /// <summary>The registry limits the rate of requests, and waiting did not help (429).</summary>
    public const string RegistryTooManyRequests = "BK5209";

    /// <summary>The registry failed by itself, and trying again did not help (5xx).</summary>
    public const string RegistryServerError = "BK5210";

    /// <summary>The registry has no room for what is pushed: a full disk, a quota, a size limit.</summary>
    public const string RegistryStorageFull = "BK5211";

    /// <summary>The registry's answer breaks the distribution specification.</summary>
    public const string RegistryAnswerInvalid = "BK5212";

    /// <summary>The registry holds the image only as Docker schema 1, which is not read.</summary>
    public const string RegistrySchema1 = "BK5213";

    /// <summary>The registry refused the request for another reason (4xx).</summary>
    public const string RegistryRefused = "BK5214";

    /// <summary>A docker-credential helper is missing, failed or did not end.</summary>
    public const string CredentialHelperFailed = "BK5215";

    /// <summary>A file of logins is not readable or is not what it should be.</summary>
    public const string CredentialFileInvalid = "BK5216";

    /// <summary>A reference names no registry where one is needed.</summary>
    public const string ReferenceWithoutRegistry = "BK5217";

    /// <summary>An image has no manifest for the platform that is asked for.</summary>
    public const string PlatformNotInImage = "BK5218";

    /// <summary>A redirect leads from TLS to a plain connection, to nowhere, or in a circle.</summary>
    public const string RegistryRedirectRefused = "BK5219";

    /// <summary>The source of a copy does not hold, or cannot give, what its manifests name.</summary>
    public const string CopySourceFailed = "BK5220";

    /// <summary>The destination of a copy could not take the content.</summary>
    public const string CopyDestinationFailed = "BK5221";
}
