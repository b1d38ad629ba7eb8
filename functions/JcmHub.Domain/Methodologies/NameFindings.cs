using JcmHub.Domain.Identifiers;

namespace JcmHub.Domain.Methodologies;

/// <summary>What is to be said of a name where it is introduced: in a report, in a rule file, in a decision.</summary>
internal static class NameFindings
{
    /// <summary>Takes a name into a register.</summary>
    /// <returns>
    /// An error, <c>names-same</c> or <c>name-not-plain</c>; or <c>names-alike</c>, which the verifier or the governments have to answer; null where nothing is wrong.
    /// </returns>
    public static (Finding Finding, bool IsError)? Judge(NameRegister names, string name, string pointer)
    {
        var conflict = names.Introduce(name);
        if (NameText.Fault(name) is var (character, at) && conflict is not { IsSame: true })
            return (FindingCatalogue.NameNotPlain.At(pointer, NameText.Shown(name), character, at), true);
        if (conflict is not var (other, isSame)) return null;
        var (place, here, there) = NameText.Difference(name, other);
        var kind = isSame ? FindingCatalogue.NamesSame : FindingCatalogue.NamesAlike;
        return (kind.At(pointer, NameText.Shown(name), NameText.Shown(other), place, here, there), isSame);
    }
}
