namespace BuildKit.Oci.Registry.Http;

/// <summary>Reads a whole answer into memory, as far as it is of a sane size.</summary>
internal static class BoundedBody
{
    /// <summary>The bytes; null where there are more than <paramref name="most"/>.</summary>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > most)
        {
            return null;
        }

        Stream body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var whole = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (true)
            {
                int read = await body.ReadAsync(buffer, ct).ConfigureAwait(false);
                if (read == 0)
                {
                    return whole.ToArray();
                }

                if (whole.Length + read > most)
                {
                    return null;
                }

                whole.Write(buffer, 0, read);
            }
        }
    }
}
