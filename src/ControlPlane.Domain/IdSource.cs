using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Domain;

/// <summary>Makes the ids of API Gateway's nouns: characters of <c>[a-z0-9]</c>.</summary>
public abstract class IdSource
{
    /// <summary>Characters of a RestApi's and of a root resource's id.</summary>
    public const int ApiLength = 10;

    /// <summary>Characters of a resource's and of a deployment's id.</summary>
    public const int PartLength = 6;

    /// <summary>An unguessable source.</summary>
    public static IdSource Random { get; } = new RandomSource();

    /// <summary>
    /// A source that always gives the same ids for the same seed, so that a creation which is repeated after a crash
    /// meets what the first attempt left behind.
    /// </summary>
    /// <param name="seed">Any text.</param>
    public static IdSource Seeded(string seed) => new SeededSource(seed);

    /// <summary>The next id.</summary>
    /// <param name="length">Its length in characters.</param>
    public abstract string Next(int length);

    private sealed class RandomSource : IdSource
    {
        public override string Next(int length) => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", length);
    }

    private sealed class SeededSource(string seed) : IdSource
    {
        private int _given;

        public override string Next(int length)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{_given++}"));
            return string.Create(length, hash, static (id, hash) =>
            {
                for (var i = 0; i < id.Length; i++)
                {
                    id[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[hash[i] % 36];
                }
            });
        }
    }
}
