using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions app begins.</summary>
public class FunctionsApplication
{
    public FunctionsApplication()
    {
    }

    /// <summary>A builder for the functions of the entry assembly.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
        => CreateBuilder(args, Assembly.GetEntryAssembly()?.GetTypes() ?? throw new InvalidOperationException("There is no entry assembly to take functions from."));

    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, IReadOnlyCollection<Type> functions)
        => new(args, functions);
}
