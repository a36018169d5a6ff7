using System.Collections.Concurrent;
using System.Net;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Sends a request as often as the policy allows, until it is answered with success or with a status that the caller expects.</summary>
internal sealed class RequestLoop(RegistryTransport transport)
{
    private readonly ConcurrentDictionary<string, bool> answered = new(StringComparer.OrdinalIgnoreCase);

    public RegistryTransport Transport { get; } = transport;

    /// <exception cref="RegistryException">The registry failed or refused, as often as it was asked.</exception>
    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken ct, params HttpStatusCode[] expected)
    {
        RetryPolicy policy = Transport.Options.Retry;
        for (int attempt = 1; ; attempt++)
        {
            RegistryException failure;
            try
            {
                RegistryAnswer answer = await Transport.SendAsync(request, ct).ConfigureAwait(false);
                answered[request.Subject.Host] = true;
                if ((int)answer.Status is >= 200 and < 300 || expected.Contains(answer.Status))
                {
                    return answer;
                }

                using (answer)
                {
                    failure = await FailureAsync(request, answer, ct).ConfigureAwait(false);
                }
            }
            catch (RegistryException thrown)
            {
                failure = thrown;
            }

            if (attempt >= policy.Attempts || !MayPass(failure, request) || (request.Content is not null && !request.CanReplay))
            {
                throw attempt == 1 || !failure.IsTransient ? failure : AfterTries(failure, attempt);
            }

            await Transport.Options.Clock.DelayAsync(policy.DelayAfter(attempt, failure.RetryAfter), ct).ConfigureAwait(false);
        }
    }

    /// <summary>A registry that answered before and now refuses connections is being started again; one that never did has another address.</summary>
    private bool MayPass(RegistryException failure, RegistryRequest request) =>
        failure.IsTransient || (failure.Code == OciErrorCodes.RegistryUnreachable && answered.ContainsKey(request.Subject.Host));

    private async Task<RegistryException> FailureAsync(RegistryRequest request, RegistryAnswer answer, CancellationToken ct)
    {
        string said = await ErrorBody.ReadAsync(answer.Response, Transport.Options.IdleTimeout, ct).ConfigureAwait(false);
        RegistryEndpoint endpoint = await Transport.EndpointAsync(request.Subject, ct).ConfigureAwait(false);
        if (!endpoint.IsOwn(answer.Address))
        {
            said = $"from {answer.Address.Authority}" + (said.Length == 0 ? "" : ": " + said);
        }

        // A token that was taken and does not reach far enough is a matter of rights and not of the login.
        bool lacksRights = answer.Status == HttpStatusCode.Unauthorized
            && answer.Response.Headers.WwwAuthenticate.Any(offer => offer.Parameter?.Contains("insufficient_scope", StringComparison.Ordinal) == true);
        HttpStatusCode status = lacksRights ? HttpStatusCode.Forbidden : answer.Status;
        return RegistryFailures.FromAnswer(request.Subject, status, said, Transport.AuthorizerOf(endpoint).HasLogin, RetryAfter(answer.Response));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } header ? null : header.Delta ?? (header.Date - Transport.Options.Clock.Now);

    private static RegistryException AfterTries(RegistryException failure, int attempts) =>
        new(failure.Code, $"{failure.Message.TrimEnd('.')}, {attempts} times.", failure.Advice, failure.IsTransient, failure);
}
