using System.Net;
using System.Net.Sockets;

namespace BuildKit.Tests.Web;

/// <summary>Listens for http on a free port of this machine.</summary>
public static class LoopbackListener
{
    /// <summary>Begins; the address ends in a slash.</summary>
    public static (HttpListener Listener, string Address) Begin()
    {
        for (int attempt = 1; ; attempt++)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            string address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            free.Stop();
            var listener = new HttpListener { Prefixes = { address } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 5)
            {
                // Another process took the port meanwhile.
                listener.Close();
            }
        }
    }

    /// <summary>Gives each request to a function until the listener is closed.</summary>
    public static async Task ServeAsync(HttpListener listener, Func<HttpListenerContext, Task> answer)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                await answer(context);

                // A Dispose would cut the connection, on which the next request may be under way.
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            listener.Close();
        }
    }
}
