using ControlPlane.Api;
using ControlPlane.Api.Identity;
using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.Identity;

/// <summary>Who may use the control port of this host: this machine's programs, or, with access keys, who signs with one.</summary>
internal static class CallerHosting
{
    /// <summary>Registers how callers are known.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The host's options; their key file is read when the host is built.</param>
    /// <param name="own">The key the gateway calls the local Lambda service with.</param>
    public static IServiceCollection AddCallers(this IServiceCollection services, LocalOptions options, AccessKey own)
    {
        if (options.AccessKeys is not { } file)
        {
            return services.AddSingleton<ICallerAuthentication, LoopbackCallerAuthentication>();
        }

        return services
            .AddSingleton<IAccessKeys>(provider => new RotatingAccessKeys(
                file, options.AccountId, own, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RotatingAccessKeys>>()))
            .AddSingleton<ICallerAuthentication>(provider => new SignatureAuthentication(
                provider.GetRequiredService<IAccessKeys>(), provider.GetRequiredService<TimeProvider>(), MaxBody))
            .AddSingleton<SignatureGuard>();
    }

    /// <summary>Guards the port.</summary>
    /// <exception cref="UsageException">The file of access keys cannot be used.</exception>
    public static void UseCallers(this WebApplication app, LocalOptions options)
    {
        if (options.AccessKeys is null)
        {
            app.UseLoopbackGuard();
            return;
        }

        try
        {
            var guard = app.Services.GetRequiredService<SignatureGuard>();
            app.Use(guard.InvokeAsync);
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException($"--access-keys {exception.Message}");
        }
    }

    // Functions come with their code; each operation has its own limit on top.
    private static long MaxBody(HttpContext context) => SignatureGuard.IsLambda(context.GetEndpoint()) ? CreateFunction.BodyLimit : ControlApi.MaxBodyBytes;
}
