using System.Text.Json;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Parties;

/// <summary>A rule of a Party or a market in force from a day to a day (both inclusive; no end where <paramref name="To"/> is absent), with its source.</summary>
public sealed record DatedRule<T>(DateOnly From, DateOnly? To, T Value, string Source, Certainty Certainty)
{
    /// <summary>
    /// Whether the rule may refuse something. One that was only recalled may be wrong, and one invented for demonstration is:
    /// they give a warning.
    /// </summary>
    public bool IsSure => Certainty is Certainty.Sourced or Certainty.Definition or Certainty.Derived;

    /// <summary>How sure we are and why, to follow a sentence that rests on the rule; empty where it is sure.</summary>
    public string Caveat => IsSure ? "" : $" ({Grounds})";

    /// <summary>How sure we are, and the source: <c>recalled low: …</c>.</summary>
    public string Grounds => $"{JsonNamingPolicy.KebabCaseLower.ConvertName(Certainty.ToString()).Replace('-', ' ')}: {Source}";

    /// <summary>Whether the rule holds on that day.</summary>
    public bool InForceOn(DateOnly day) => From <= day && (To is null || day <= To);
}
