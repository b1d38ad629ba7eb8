using CsCheck;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Tests.Queues;

public sealed class ReadyWindowTests
{
    const long Queue = 1;

    /// <summary>Against the simplest model: the lowest active, unlocked number comes next, whatever came and went before.</summary>
    [Fact]
    public void TryTake_AnyHistory_GivesTheLowestThatIsReady() =>
        Gen.Select(Gen.Int[1, 5], Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1000]).List[1, 80]).Sample((capacity, steps) =>
        {
            using var store = new MessageStore(":memory:");
            var window = new ReadyWindow(Queue, capacity);
            SortedSet<long> active = [];
            SortedSet<long> locked = [];
            var last = 0L;
            foreach (var (step, pick) in steps)
            {
                switch (step)
                {
                    case 0 or 1: // A new message.
                        last += 1 + (pick % 3);
                        Insert(store, last);
                        active.Add(last);
                        window.Add(last);
                        break;
                    case 2 when locked.Count > 0: // A lock ends and the message is ready again.
                        var returned = locked.ElementAt(pick % locked.Count);
                        locked.Remove(returned);
                        window.Add(returned);
                        break;
                    case 3 when locked.Count > 0: // Completed.
                        var done = locked.ElementAt(pick % locked.Count);
                        locked.Remove(done);
                        active.Remove(done);
                        store.Delete(Queue, done);
                        break;
                    case 4 when active.Count > locked.Count: // Expired, while nobody held it.
                        var expired = active.Except(locked).ElementAt(pick % (active.Count - locked.Count));
                        active.Remove(expired);
                        store.Delete(Queue, expired);
                        break;
                    case 5 when pick % 4 == 0: // A commit failed.
                        window.Reset();
                        break;
                    default:
                        Assert.Equal(active.Except(locked).FirstOrDefault(), Take());
                        break;
                }
            }

            // As the dispatcher does: numbers that are not in the store any more are passed over.
            long Take()
            {
                while (window.TryTake(store, locked.Contains, out var taken))
                {
                    if (!active.Contains(taken)) continue;
                    Assert.True(locked.Add(taken), $"{taken} was given out twice.");
                    return taken;
                }

                return 0;
            }
        });

    static void Insert(MessageStore store, long sequence) => store.Insert(
        Queue, new StoredMessage(sequence, MessageState.Active, 0, DateTimeOffset.UnixEpoch, null, null, null, [1]));
}
