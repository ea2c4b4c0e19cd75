using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace ControlPlane.Storage.Items;

/// <summary>A document that may outgrow an item: compressed, and cut into as many items as it needs.</summary>
internal static class CompressedDocument
{
    private const int _chunkBytes = 350 * 1024;

    /// <summary>The items of a document, in order. They are put where nothing is.</summary>
    /// <param name="keyOf">The key of a chunk by its index.</param>
    /// <param name="write">Writes the document.</param>
    public static List<ItemPut> Chunks(Func<int, ItemKey> keyOf, Action<Utf8JsonWriter> write)
    {
        var compressed = Compress(write);
        var puts = new List<ItemPut>();
        for (var from = 0; from < compressed.Length; from += _chunkBytes)
        {
            puts.Add(new(keyOf(puts.Count), compressed.AsMemory(from, Math.Min(_chunkBytes, compressed.Length - from)), PutCondition.Absent));
        }

        return puts;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="store">The store.</param>
    /// <param name="what">Whose document it is, for messages.</param>
    /// <param name="chunks">How many chunks it has.</param>
    /// <param name="keyOf">The key of a chunk by its index.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <returns>The document as it was written, from its start.</returns>
    /// <exception cref="InvalidDataException">A chunk is missing or damaged.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(IItemStore store, string what, int chunks, Func<int, ItemKey> keyOf, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        for (var i = 0; i < chunks; i++)
        {
            var chunk = await store.GetAsync(keyOf(i), cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException($"{what} lacks chunk {i}.");
            compressed.Write(chunk.Body.Span);
        }

        compressed.Position = 0;
        using var unzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var plain = new MemoryStream((int)compressed.Length * 4);
        unzip.CopyTo(plain);
        return plain.GetBuffer().AsMemory(0, (int)plain.Length);
    }

    /// <summary>Forgets a document.</summary>
    public static ValueTask DeleteAsync(IItemStore store, int chunks, Func<int, ItemKey> keyOf, CancellationToken cancellationToken) =>
        store.DeleteAllAsync(Enumerable.Range(0, chunks).Select(keyOf), cancellationToken);

    private static byte[] Compress(Action<Utf8JsonWriter> write)
    {
        var plain = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(plain))
        {
            write(writer);
        }

        using var compressed = new MemoryStream(plain.WrittenCount / 4);
        using (var zip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(plain.WrittenSpan);
        }

        return compressed.ToArray();
    }
}
