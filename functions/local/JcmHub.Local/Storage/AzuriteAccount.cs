namespace JcmHub.Local.Storage;

/// <summary>
/// The account that every Azurite has. Name and key are printed in Microsoft's documentation; they protect nothing.
/// </summary>
internal static class AzuriteAccount
{
    public const string Name = "devstoreaccount1";

    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
}
