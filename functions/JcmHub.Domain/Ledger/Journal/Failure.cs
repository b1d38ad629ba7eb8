using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>Why a journal's entry fails.</summary>
internal static class Failure
{
    public static Finding Of(string code, string reason, string reasonJa) => new(code, "", $"The entry fails: {reason}.", $"記録が不正です（{reasonJa}）。");
}
