using JcmHub.Local.Runtime.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Lets functions take <c>HttpRequest</c> and answer with <c>IActionResult</c> or <c>IResult</c>. Middleware added
    /// before this call does not see the request, as with the real package.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.HasWebApplication)
            return builder;
        builder.HasWebApplication = true;
        foreach (var console in builder.Services.Where(s => s.ImplementationType == typeof(ConsoleLoggerProvider)).ToArray())
            builder.Services.Remove(console);
        builder.Services.AddMvcCore();
        builder.UseMiddleware<HttpResultMiddleware>();
        return builder;
    }
}
