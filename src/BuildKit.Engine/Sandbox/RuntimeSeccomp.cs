using System.Runtime.InteropServices;
using System.Text.Json;

namespace BuildKit.Engine.Sandbox;

/// <summary>The <c>linux.seccomp</c> object (OCI runtime-spec, config-linux.md, "Seccomp").</summary>
internal static class RuntimeSeccomp
{
    private const ulong AllBits = 0xffff_ffff;

    /// <summary>Writes the property and its value.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("seccomp");
        json.WriteString("defaultAction", "SCMP_ACT_ALLOW");
        json.WriteStartArray("architectures");
        json.WriteStringValue(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64");
        json.WriteEndArray();
        json.WriteStartArray("syscalls");
        foreach (var (name, error) in RuntimePolicy.DeniedCalls)
        {
            WriteRule(json, name, error, condition: null);
        }

        foreach (var flag in RuntimePolicy.NamespaceFlags)
        {
            WriteRule(json, "clone", 1, (0, flag, flag));
        }

        foreach (var request in RuntimePolicy.DeniedRequests)
        {
            WriteRule(json, "ioctl", 1, (1, AllBits, request));
        }

        foreach (var family in RuntimePolicy.DeniedFamilies)
        {
            WriteRule(json, "socket", 1, (0, AllBits, family));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, string name, int error, (int Argument, ulong Mask, ulong Value)? condition)
    {
        json.WriteStartObject();
        json.WriteStartArray("names");
        json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("action", "SCMP_ACT_ERRNO");
        json.WriteNumber("errnoRet", error);
        if (condition is var (argument, mask, value))
        {
            json.WriteStartArray("args");
            json.WriteStartObject();
            json.WriteNumber("index", argument);
            json.WriteNumber("value", mask);
            json.WriteNumber("valueTwo", value);
            json.WriteString("op", "SCMP_CMP_MASKED_EQ");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
