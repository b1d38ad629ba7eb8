using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Soak.AtRandom;

/// <summary>
/// The ledger's rows as a process sees them that may die at a transaction, before it is stored or after and before it hears of it, that may
/// lose the answer to one, and beside which others may be at work between two reads. A dead process reads and writes nothing any more, whoever
/// catches the exception.
/// </summary>
internal sealed class SoakRows(ILedgerRows rows, SoakRows.Trouble trouble) : ILedgerRows
{
    public async Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken)
    {
        await trouble.ReadingAsync();
        return await rows.FindAsync(host, key, cancellationToken);
    }

    public async IAsyncEnumerable<StoredRow> RangeAsync(
        PartyId host, string from, string to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await trouble.ReadingAsync();
        await foreach (var row in rows.RangeAsync(host, from, to, cancellationToken))
            yield return row;
    }

    public async Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken)
    {
        await trouble.ReadingAsync();
        return await rows.FirstAsync(host, from, to, count, cancellationToken);
    }

    public async Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        trouble.MustLive();
        var end = trouble.Next();
        if (end == Trouble.End.Before)
            throw trouble.Die();
        var outcome = await rows.CommitAsync(host, writes, cancellationToken);
        if (end == Trouble.End.After)
            throw trouble.Die();
        return end == Trouble.End.AnswerLost && outcome == CommitOutcome.Committed ? CommitOutcome.Unknown : outcome;
    }

#pragma warning disable CA1032, CA1064 // The soak's own, thrown and caught here only.
    /// <summary>The process is dead.</summary>
    internal sealed class DeathException : Exception;
#pragma warning restore CA1032, CA1064

    /// <summary>What is to go wrong.</summary>
    internal sealed class Trouble
    {
        private int _commitsLeft;
        private End? _end;
        private int _readsLeft;
        private Func<Task>? _meanwhile;

        /// <summary>How a transaction may end.</summary>
        internal enum End
        {
            Before,
            After,
            AnswerLost,
        }

        /// <summary>Whether a process has died or lost an answer since it was planned.</summary>
        public bool HasStruck { get; private set; }

        /// <summary>Whether the process is dead: until the next one begins.</summary>
        public bool IsDead { get; private set; }

        /// <summary>Something goes wrong at a transaction, after so many that go well.</summary>
        public void Plan(End end, int after) => (_end, _commitsLeft, HasStruck) = (end, after, false);

        /// <summary>Somebody else does something before a read, after so many reads.</summary>
        public void Meanwhile(int after, Func<Task> act) => (_meanwhile, _readsLeft) = (act, after);

        /// <summary>Nothing is to go wrong any more.</summary>
        public void Clear() => (_end, _meanwhile, HasStruck, IsDead) = (null, null, false, false);

        internal End? Next()
        {
            if (_end is not { } end || _commitsLeft-- > 0)
                return null;
            (_end, HasStruck) = (null, true);
            return end;
        }

        internal DeathException Die()
        {
            IsDead = true;
            return new DeathException();
        }

        internal void MustLive()
        {
            if (IsDead)
                throw new DeathException();
        }

        internal async Task ReadingAsync()
        {
            MustLive();
            if (_meanwhile is not { } act || _readsLeft-- > 0)
                return;
            _meanwhile = null;
            await act();
        }
    }
}
