using JcmHub.Domain.Entities;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Credits;

/// <summary>
/// Third-party entities are designated per country and sectoral scope, validation and verification separately (domain reference 1.1).
/// A designation that no file holds is unknown, not missing.
/// </summary>
internal static class EntityRules
{
    public static void Check(DecisionCase of, DecisionReview review)
    {
        Check(of, of.VerifiedBy.Entity, EntityRole.Verification, of.VerifiedBy.On, review);
        if (of.Project.ValidatedBy is { } validated)
            Check(of, validated.Entity, EntityRole.Validation, validated.On, review);
    }

    private static void Check(DecisionCase of, string entityId, EntityRole role, DateOnly day, DecisionReview review)
    {
        var (word, wordJa) = role == EntityRole.Verification ? ("verification", "検証") : ("validation", "妥当性確認");
        var entity = of.Entity(entityId);
        foreach (var scope in of.SectoralScopes)
        {
            var (isDesignated, because) = entity?.For(of.Host.Id, role, scope, day) ?? (Agreement.Unknown, null);
            if (isDesignated == Agreement.Unknown)
                review.Warn("entity-designation-unknown", "/project",
                    $"Whether {entityId} was designated for {word} in {of.Host.Name}, scope {scope}, on {day:yyyy-MM-dd} is not known.",
                    $"{day:yyyy-MM-dd}時点の{entityId}の指定（{of.Host.Id}、分野{scope}、{wordJa}）が確認できません。");
            else if (isDesignated == Agreement.No)
                review.Break(because!, "entity-not-designated", "/project",
                    $"{entityId} was not designated for {word} in {of.Host.Name}, scope {scope}, on {day:yyyy-MM-dd}.",
                    $"{entityId}は{day:yyyy-MM-dd}時点で{of.Host.Id}の分野{scope}の{wordJa}に指定されていません。");
            else
                review.Rely(because!, $"{entityId}'s designation for {word} in {of.Host.Name}, scope {scope},", $"{entityId}の指定（{of.Host.Id}、分野{scope}、{wordJa}）");
        }
    }
}
