using System.Globalization;
using System.Runtime.CompilerServices;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>Reads the bodies of backend responses.</summary>
internal static class ResponseBody
{
    private const int ReadBytes = 16 * 1024;

    /// <summary>Refuses a body that is too long.</summary>
    /// <param name="length">Its length in bytes, or null while that is unknown.</param>
    /// <exception cref="GatewayFailure">500: it is over API Gateway's 10 MB.</exception>
    public static void Check(long? length)
    {
        if (length > GatewayExchange.MaxBodyBytes)
        {
            throw GatewayFailure.Configuration(
                $"Integration response of reported length {length} is larger than allowed maximum of {GatewayExchange.MaxBodyBytes} bytes.");
        }
    }

    /// <summary>Reads a body until its end, or until there is at least so much of it.</summary>
    /// <returns>True at the end of the body.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> ReadAsync(Stream stream, PooledBytes into, long? length, int atMost, CancellationToken cancellationToken)
    {
        while (into.Length < atMost)
        {
            if (length == into.Length)
            {
                return true;
            }

            var room = length is { } total ? (int)Math.Min(total - into.Length, ReadBytes) : ReadBytes;
            var read = await stream.ReadAsync(into.GetMemory(room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            into.Advance(read);
        }

        return length == into.Length;
    }

    /// <summary>The length a response announces, or null.</summary>
    public static long? Length(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;
}
