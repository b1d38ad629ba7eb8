using System.Text.Json;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Issuance;

/// <summary>The words for states and kinds of accounts, read without making strings of them.</summary>
internal static class LedgerWords
{
    private static readonly (byte[] Word, AccountType Value)[] AccountTypes = Words<AccountType>();
    private static readonly (byte[] Word, UnitState Value)[] UnitStates = Words<UnitState>();

    public static AccountType AccountType(ref Utf8JsonReader reader) => Read(ref reader, AccountTypes);

    public static UnitState UnitState(ref Utf8JsonReader reader) => Read(ref reader, UnitStates);

    private static T Read<T>(ref Utf8JsonReader reader, (byte[] Word, T Value)[] words)
    {
        reader.Read();
        foreach (var (word, value) in words)
        {
            if (reader.ValueTextEquals(word))
                return value;
        }

        throw new JsonException($"\"{reader.GetString()}\" is no {typeof(T).Name}.");
    }

    private static (byte[] Word, T Value)[] Words<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => (System.Text.Encoding.UTF8.GetBytes(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())), value))];
}
