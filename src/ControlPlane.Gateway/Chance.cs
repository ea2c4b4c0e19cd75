using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ControlPlane.Gateway;

/// <summary>
/// Chance as the data plane uses it, shared by all threads and no secret. Processes that go on from one snapshot (Lambda SnapStart) have
/// the same <see cref="Random.Shared"/>; they part ways once each has called <see cref="Renew"/>.
/// </summary>
internal sealed class Chance : Random
{
    private static ulong _salt;

    private Chance()
    {
    }

    public static Chance Instance { get; } = new();

    /// <summary>Makes what follows differ from what follows in any other process.</summary>
    public static void Renew()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        Volatile.Write(ref _salt, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    public override double NextDouble() => Sample();

    public override void NextBytes(Span<byte> buffer)
    {
        Shared.NextBytes(buffer);
        var salt = Volatile.Read(ref _salt);
        for (; buffer.Length >= sizeof(ulong); buffer = buffer[sizeof(ulong)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, BinaryPrimitives.ReadUInt64LittleEndian(buffer) ^ salt);
        }

        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] ^= (byte)(salt >> (i * 8));
        }
    }

    // Turned round a circle, evenly spread numbers stay so.
    protected override double Sample()
    {
        var turned = Shared.NextDouble() + ((Volatile.Read(ref _salt) >> 11) * (1.0 / (1UL << 53)));
        return turned < 1 ? turned : turned - 1;
    }
}
