using Amazon.Runtime;
using ControlPlane.Client;
using ControlPlane.Client.Apis;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.WebConsole.Identity;

/// <summary>Makes clients of the control API, and knows who the API takes their users for.</summary>
internal sealed class ControlApiAccess : IDisposable
{
    // Access keys change rarely; the API itself refuses whoever lost theirs.
    private static readonly TimeSpan _callerLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan _connectionLife = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;

    private readonly ConsoleOptions _options;
    private readonly TimeProvider _time;

    public ControlApiAccess(ConsoleOptions options, TimeProvider time)
    {
        // A proxy stands between this machine and others, not between a process and itself.
        var sockets = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = !options.ControlApi.IsLoopback, PooledConnectionLifetime = _connectionLife };
        _http = new HttpClient(new OffSocketThread(sockets)) { Timeout = _patience };
        _options = options;
        _time = time;
        Everybody = new Access(NewClient(options.Credentials));
    }

    /// <summary>What people use who need not sign in.</summary>
    public Access Everybody { get; }

    /// <summary>What somebody uses who has an access key.</summary>
    public Access For(string accessKeyId, string secretAccessKey) => new(NewClient(new BasicAWSCredentials(accessKeyId, secretAccessKey)));

    /// <summary>Who the API takes the user for; asked again after a while.</summary>
    /// <exception cref="ControlPlaneException">The API refuses the user, or cannot be reached.</exception>
    public async ValueTask<Caller> CallerAsync(Access access, CancellationToken cancellationToken)
    {
        if (access.Known is { } known && _time.GetElapsedTime(known.At) < _callerLife)
        {
            return known.Caller;
        }

        Caller caller;
        try
        {
            caller = await access.Client.GetCallerAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ControlPlaneException exception) when (exception.Status == 404)
        {
            // An older API does not tell; it refuses what it does not allow.
            caller = new Caller();
        }

        access.Known = (caller, _time.GetTimestamp());
        return caller;
    }

    public void Dispose() => _http.Dispose();

    private ControlPlaneClient NewClient(AWSCredentials? credentials) => new(
        _http, _options.ControlApi, credentials is null ? null : new RequestSigner(credentials, _options.Region, "lambda"), _options.LambdaService);

    /// <summary>A client and whom it acts for.</summary>
    internal sealed class Access(ControlPlaneClient client)
    {
        public ControlPlaneClient Client { get; } = client;

        public (Caller Caller, long At)? Known { get; set; }
    }
}
