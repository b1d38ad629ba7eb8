using JcmHub.Functions;
using Microsoft.Azure.Functions.Worker.Builder;

await HubApplication.RunAsync(FunctionsApplication.CreateBuilder(args));
