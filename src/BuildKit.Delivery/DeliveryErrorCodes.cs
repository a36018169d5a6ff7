namespace BuildKit.Delivery;

/// <summary>The stable codes of <see cref="BuildKit.Oci.BuildKitException"/> in this project: BK60xx.</summary>
public static class DeliveryErrorCodes
{
    /// <summary>Nothing was ever delivered to an environment.</summary>
    public const string NeverDeployed = "BK6001";

    /// <summary>An environment's tag names something else than its last record says, or is gone.</summary>
    public const string TagMoved = "BK6002";

    /// <summary>A record or a piece of evidence is missing, edited or not readable.</summary>
    public const string RecordInvalid = "BK6003";

    /// <summary>Another promotion changed the environment at the same time.</summary>
    public const string Conflict = "BK6004";

    /// <summary>A gate does not hold.</summary>
    public const string GateClosed = "BK6005";

    /// <summary>A release has no image, two of one name, one that no repository can be named by, or is no release at all.</summary>
    public const string ReleaseInvalid = "BK6006";

    /// <summary>A digest or number is of no release in an environment's history.</summary>
    public const string ReleaseUnknown = "BK6007";

    /// <summary>A tag that never moves names another image already.</summary>
    public const string ImmutableTagTaken = "BK6008";

    /// <summary>The tag was moved and the record of it could not be entered.</summary>
    public const string RecordNotEntered = "BK6009";
}
