using JcmHub.Functions;
using JcmHub.Functions.Access;
using JcmHub.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<FaultMiddleware>();
builder.UseMiddleware<AccessMiddleware>();
builder.Services.AddHub(builder.Configuration);

var app = builder.Build();
await app.Services.PrepareStorageAsync();
await app.RunAsync();
