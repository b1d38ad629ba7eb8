using JcmHub.Domain.Identifiers;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Credits;

/// <summary>A holder is known by its name: in two spellings it would be two, and its share fixed at registration would be nobody's.</summary>
internal static class HolderNames
{
    public static void Check(DecisionCase of, DecisionReview review)
    {
        var names = new NameRegister();
        foreach (var share in of.Project.FixedShares ?? []) names.Introduce(share.Holder);
        for (var i = 0; i < of.Decision.Allocation.Recipients.Count; i++)
        {
            if (NameFindings.Judge(names, of.Decision.Allocation.Recipients[i].Holder, $"/allocation/recipients/{i}/holder") is not var (finding, isError)) continue;
            if (isError) review.Refuse(finding.Code, finding.Pointer, finding.Detail, finding.DetailJa);
            else review.Warn(finding.Code, finding.Pointer, finding.Detail, finding.DetailJa);
        }
    }
}
