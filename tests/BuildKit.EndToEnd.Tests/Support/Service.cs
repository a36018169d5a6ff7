namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A service that may be about to start.</summary>
public static class Service
{
    /// <summary>What it answers, as soon as it does: at most twenty seconds from now, and not once it has ended.</summary>
    public static async Task<string> AnswerAsync(Uri address, Func<bool>? hasEnded = null)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await client.GetStringAsync(address, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException) when (attempt < 200 && hasEnded?.Invoke() != true)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
