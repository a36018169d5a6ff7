using System.Runtime.Versioning;

// The engine's execution side is Linux's; these tests start real sandboxes.
[assembly: SupportedOSPlatform("linux")]
