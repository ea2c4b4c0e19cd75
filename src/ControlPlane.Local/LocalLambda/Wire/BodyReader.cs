namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>Reads request bodies whole: sized ones in one exact buffer, chunked ones in a growing one.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body, or returns null when it is longer than <paramref name="limit"/> bytes.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        if (request.ContentLength is { } length)
        {
            var exact = new byte[length];
            await request.Body.ReadExactlyAsync(exact, cancellationToken);
            return exact;
        }

        using var grown = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (grown.Length + read > limit)
            {
                return null;
            }

            grown.Write(chunk, 0, read);
        }

        return grown.ToArray();
    }
}
