using ControlPlane.WebConsole;

namespace ControlPlane.Local.WebConsole;

/// <summary>The browser console on the control port of this host.</summary>
internal static class ConsoleHosting
{
    /// <summary>Registers the console; it is made when somebody opens it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">What the host was told.</param>
    /// <param name="address">Where the control API listens, once it does, as this machine reaches it.</param>
    public static IServiceCollection AddConsole(this IServiceCollection services, LocalOptions options, Func<IServiceProvider, Uri> address) =>
        services.AddSingleton(provider => new ConsoleApplication(() => Options(options, address(provider)), provider));

    /// <summary>
    /// Maps the console. Whoever may reach the port reaches its first page; with access keys nothing else without one.
    /// </summary>
    public static void MapConsole(this IEndpointRouteBuilder routes) => routes
        .Map(ConsoleOptions.Path + "/{**path}", (RequestDelegate)(static context => context.RequestServices.GetRequiredService<ConsoleApplication>().InvokeAsync(context)))
        .AllowAnonymous();

    private static ConsoleOptions Options(LocalOptions options, Uri address) => new()
    {
        ControlApi = address,
        LambdaService = options.LambdaUrl is null ? address : null,
        Region = options.Region,
        AsksForKeys = options.AccessKeys is not null,
        Port = address.Port,
    };
}
