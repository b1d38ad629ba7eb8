using System.Text.Json;

namespace JcmHub.Local.Registries;

/// <summary>What there is to know of a registry before it has received anything; <c>registries.json</c> lists those of the stack.</summary>
/// <param name="Party">The Party that keeps it (ISO 3166-1 alpha-2), or GX-ETS, whose accounts are those of its registered operators in Japan's registry.</param>
/// <param name="Accounts">Its accounts; a record that names another one is refused.</param>
public sealed record RegistryDescription(string Party, IReadOnlyList<RegistryAccount> Accounts)
{
    /// <summary>The registries listed in a file.</summary>
    public static IReadOnlyList<RegistryDescription> Load(string file) =>
        JsonSerializer.Deserialize<RegistryDescription[]>(File.ReadAllBytes(file), JsonSerializerOptions.Web)
        ?? throw new FormatException($"{file} lists no registries.");
}
