using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>
/// The addresses GetFunction hands out for packages. Like S3's presigned ones they need no credentials, carry a signature and expire:
/// after 10 minutes, or when the host restarts.
/// </summary>
internal sealed class CodeDownloads(CodePackages packages, TimeProvider time) : ILambdaOperation
{
    /// <summary>Where packages are served; not a path of AWS's own.</summary>
    public const string Path = "/lambda-code/{package}";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string AddressOf(HttpRequest request, string sha256)
    {
        var package = Base64Url.EncodeToString(Convert.FromBase64String(sha256));
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Scheme}://{request.Host}/lambda-code/{package}?Expires={expires}&Signature={Sign(package, expires)}");
    }

    public async Task HandleAsync(LambdaCall call)
    {
        var package = call.Route("package");
        var signed = long.TryParse(call.Query("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(package, expires)), Encoding.UTF8.GetBytes(call.Query("Signature") ?? string.Empty));
        if (!signed || expires < time.GetUtcNow().ToUnixTimeSeconds())
        {
            throw new LambdaException(403, "AccessDeniedException", "Request has expired or is not signed.");
        }

        // The signature vouches for the name, so it cannot reach another file.
        var path = packages.ZipPath(Convert.ToBase64String(Base64Url.DecodeFromChars(package)));
        if (!File.Exists(path))
        {
            throw LambdaErrors.NotFound("The package does not exist any more.");
        }

        call.Http.Response.ContentType = "application/zip";
        await call.Http.Response.SendFileAsync(path, call.Aborted);
    }

    private string Sign(string package, long expires) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{package}\n{expires}"))));
}
