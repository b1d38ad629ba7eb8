using JcmHub.Cli.Demo;
using JcmHub.Local.Stack;

namespace JcmHub.Cli.Commands;

/// <summary>What somebody needs to talk to a stack that is up: its addresses, and a token for each role.</summary>
internal sealed record StackAddresses(Uri Hub, Uri Registries, string Data, string Logs, IReadOnlyList<StackAddresses.ReadyToken> Tokens)
{
    private static readonly TimeSpan s_lifetimeOfTokens = TimeSpan.FromHours(12);

    // The Parties of the sample projects.
    private static readonly string[] s_parties = ["JP", "TH", "MV", "PH"];

    // What a person tries first, one line each; the participant takes part in every sample project.
    private static readonly Actor[] s_roles =
    [
        Actor.Participant, Actor.ThirdPartyEntity,
        .. s_parties.Select(Actor.Secretariat), .. s_parties.Select(Actor.Government), .. s_parties.Select(party => new Actor("registry", party)),
        Actor.MarketOperator, new("reviewer"), Actor.Operator,
    ];

    /// <summary>Those of a stack, with tokens issued now.</summary>
    public static StackAddresses Of(LocalStack stack) => new(
        stack.Hub, stack.Registries, stack.Data.Root, stack.Data.Logs,
        [.. s_roles.Select(actor => new ReadyToken(actor.Role, actor.Party, stack.Tokens.Issue(actor.Role, actor.Party, s_lifetimeOfTokens)))]);

    /// <summary>Writes them for a person.</summary>
    public void Write(TextWriter text)
    {
        text.WriteLine($"hub          {Hub}");
        text.WriteLine($"registries   {Registries}");
        text.WriteLine($"data         {Data}");
        text.WriteLine($"logs         {Logs}");
        text.WriteLine();
        text.WriteLine($"Tokens, good for {s_lifetimeOfTokens.TotalHours:0} hours (Authorization: Bearer …):");
        foreach (var token in Tokens)
            text.WriteLine($"{token.Role} {token.Party ?? "-"} {token.Token}");
    }

    /// <summary>A token and whom it is for.</summary>
    internal sealed record ReadyToken(string Role, string? Party, string Token);
}
