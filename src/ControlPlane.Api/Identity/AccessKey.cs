using System.Buffers.Text;
using System.Security.Cryptography;

namespace ControlPlane.Api.Identity;

/// <summary>An access key: who signs with it, and what they may do. No record, so that nothing prints its secret.</summary>
/// <param name="id">See <see cref="Id"/>.</param>
/// <param name="secret">See <see cref="Secret"/>.</param>
/// <param name="arn">See <see cref="Arn"/>.</param>
public sealed class AccessKey(string id, string secret, string arn)
{
    /// <summary>The access key id, as requests name it.</summary>
    public string Id { get; } = id;

    /// <summary>The secret access key.</summary>
    public string Secret { get; } = secret;

    /// <summary>Whom the key stands for.</summary>
    public string Arn { get; } = arn;

    /// <summary>Whether it may do more than read.</summary>
    public bool CanWrite { get; init; } = true;

    /// <summary>
    /// Whether each of its signatures allows one change only. A key that never leaves the process does without: nobody else can see its requests,
    /// and it may send the same one many times in a second.
    /// </summary>
    public bool IsOnce { get; init; } = true;

    /// <summary>A new key with a random secret, for one part of the process to call another with.</summary>
    /// <param name="arn">Whom it stands for.</param>
    public static AccessKey ForProcess(string arn) =>
        new($"PROCESS{RandomNumberGenerator.GetHexString(13)}", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), arn) { IsOnce = false };
}
