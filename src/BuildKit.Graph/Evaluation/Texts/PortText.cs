using System.Globalization;

namespace BuildKit.Graph.Evaluation.Texts;

/// <summary><c>8080</c> or <c>53/udp</c>; the protocol is tcp where none is said.</summary>
internal static class PortText
{
    internal static bool TryParse(string text, out string port)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string protocol = slash < 0 ? "tcp" : text[(slash + 1)..];
        string number = slash < 0 ? text : text[..slash];
        port = "";
        if (protocol is not ("tcp" or "udp" or "sctp") || !ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ushort value) || value == 0)
        {
            return false;
        }

        port = string.Create(CultureInfo.InvariantCulture, $"{value}/{protocol}");
        return true;
    }
}
