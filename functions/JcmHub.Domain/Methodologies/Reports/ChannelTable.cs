using System.Runtime.InteropServices;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Finds the channel of a reading by the bytes of what identifies it, without making a string of them: an open-addressing
/// table over keys laid end to end.
/// </summary>
internal sealed class ChannelTable
{
    private static readonly ReadingField[] KeyFields =
        [ReadingField.Methodology, ReadingField.Parameter, ReadingField.Point, ReadingField.Unit, ReadingField.Option];

    private readonly List<Channel> channels = [];
    private readonly List<(int Start, int Length, ulong Hash)> keys = [];
    private byte[] text = new byte[1024];
    private int textLength;
    private int[] slots = new int[64];
    private byte[] candidate = new byte[256];
    private int candidateLength;

    /// <summary>The channel that an earlier reading of the same kind opened, or null; <see cref="Add"/> then opens it.</summary>
    public Channel? Find(ReadingText reading)
    {
        WriteCandidate(reading);
        var key = candidate.AsSpan(0, candidateLength);
        var hash = Hash(key);
        for (var at = (int)(hash & (ulong)(slots.Length - 1)); slots[at] != 0; at = (at + 1) & (slots.Length - 1))
        {
            var (start, length, known) = keys[slots[at] - 1];
            if (known == hash && length == key.Length && text.AsSpan(start, length).SequenceEqual(key)) return channels[slots[at] - 1];
        }

        return null;
    }

    /// <summary>Keeps the channel under the key that was last looked for.</summary>
    public void Add(Channel channel)
    {
        if (textLength + candidateLength > text.Length) Array.Resize(ref text, Math.Max(text.Length * 2, textLength + candidateLength));
        candidate.AsSpan(0, candidateLength).CopyTo(text.AsSpan(textLength));
        keys.Add((textLength, candidateLength, Hash(candidate.AsSpan(0, candidateLength))));
        textLength += candidateLength;
        channels.Add(channel);
        if (channels.Count * 2 > slots.Length)
        {
            slots = new int[slots.Length * 2];
            for (var i = 0; i < keys.Count; i++) Place(i);
        }
        else
        {
            Place(channels.Count - 1);
        }
    }

    private void Place(int channel)
    {
        var at = (int)(keys[channel].Hash & (ulong)(slots.Length - 1));
        while (slots[at] != 0) at = (at + 1) & (slots.Length - 1);
        slots[at] = channel + 1;
    }

    private void WriteCandidate(ReadingText reading)
    {
        candidateLength = 0;
        foreach (var field in KeyFields)
        {
            // Each text behind its length, so that no text can run into the next.
            var text = reading[field];
            var length = reading.Has(field) ? text.Length : -1;
            Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            Append(text);
        }

        if (reading.Index is null) return;
        foreach (var (set, member) in reading.Index) Append(MemoryMarshal.AsBytes($"{set.Length}:{set}{member.Length}:{member}".AsSpan()));
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (candidateLength + part.Length > candidate.Length) Array.Resize(ref candidate, Math.Max(candidate.Length * 2, candidateLength + part.Length));
        part.CopyTo(candidate.AsSpan(candidateLength));
        candidateLength += part.Length;
    }

    /// <summary>
    /// Eight bytes at a time, mixed with a seed of this process, so that nobody can write a report whose points all fall
    /// into one slot.
    /// </summary>
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            var hash = Seed ^ (ulong)key.Length;
            while (key.Length >= 8)
            {
                hash = Mix(hash ^ MemoryMarshal.Read<ulong>(key));
                key = key[8..];
            }

            ulong rest = 0;
            foreach (var b in key) rest = (rest << 8) | b;
            return Mix(hash ^ rest);
        }
    }

    private static readonly ulong Seed = MemoryMarshal.Read<ulong>(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93;
            value = (value ^ (value >> 32)) * 0xd6e8feb86659fd93;
            return value ^ (value >> 32);
        }
    }
}
