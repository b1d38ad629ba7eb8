using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>How records reach their destination, and how far ahead of its receipts they may be (D5).</summary>
public sealed class DeliveryRules
{
    /// <summary>The largest window: so many records of a stream are read at once.</summary>
    public const int LargestWindow = 100;

    private readonly RuleBook _rules;
    private readonly int _window;

    /// <param name="rules">The Parties' rules.</param>
    /// <param name="window">How many records a queue or a container may hold of a stream without a receipt; 1 to <see cref="LargestWindow"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is smaller or larger.</exception>
    public DeliveryRules(RuleBook rules, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, LargestWindow);
        _rules = rules;
        _window = window;
    }

    /// <summary>The mode of a record: its destination's rule as of the day (UTC) on which the record was journalled; HTTP where none is known.</summary>
    public DeliveryMode ModeOf(OutboxRecord record)
    {
        if (record.Id.Destination.Party is not { } code || _rules.Party(code) is not { } party
            || party.Deliveries.All(rule => rule.Value == DeliveryMode.Http))
            return DeliveryMode.Http;
        if (!IsIllustrative(record))
            party = party.WithoutIllustrativeRules();
        return party.Deliveries.On(DateOnly.FromDateTime(record.Time.UtcDateTime))?.Value ?? DeliveryMode.Http;
    }

    /// <summary>Whether a record may be sent before those ahead of it are receipted: over HTTP never, else within the window.</summary>
    internal bool HasRoom(StreamCursor cursor, OutboxRecord record) =>
        record.Id.Number <= cursor.Delivered + (ModeOf(record) == DeliveryMode.Http ? 1 : _window);

    /// <summary>Whether a receipt has made room that is worth a message: half of a window at a time, so that each receipt does not cost one.</summary>
    internal bool HasRoom(StreamCursor cursor) => cursor.Accepted - cursor.Delivered <= _window / 2;

    /// <summary>Rules invented for demonstration govern the records of illustrative projects only.</summary>
    private bool IsIllustrative(OutboxRecord record) => record.Project is { } project && _rules.Project(project)?.Illustrative == true;
}
