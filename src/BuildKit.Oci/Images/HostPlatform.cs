using System.Runtime.InteropServices;

namespace BuildKit.Oci.Images;

/// <summary>The platform whose images this machine runs.</summary>
public static class HostPlatform
{
    /// <summary>Always Linux: elsewhere images run in a Linux machine of the same processor.</summary>
    public static Platform Current { get; } = RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => new Platform("linux", "amd64"),
        Architecture.X86 => new Platform("linux", "386"),
        Architecture.Arm64 => new Platform("linux", "arm64"),
        Architecture.Arm => new Platform("linux", "arm", "v7"),
        Architecture.S390x => new Platform("linux", "s390x"),
        Architecture.Ppc64le => new Platform("linux", "ppc64le"),
        Architecture.RiscV64 => new Platform("linux", "riscv64"),
        Architecture.LoongArch64 => new Platform("linux", "loong64"),
        Architecture other => new Platform("linux", other.ToString().ToLowerInvariant()),
    };
}
