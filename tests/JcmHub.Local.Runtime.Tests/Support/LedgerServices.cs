using JcmHub.Local.Runtime.Tests.SampleApp;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Local.Runtime.Tests.Support;

internal static class LedgerServices
{
    public static Ledger GetLedger(this IServiceProvider services) => services.GetRequiredService<Ledger>();
}
