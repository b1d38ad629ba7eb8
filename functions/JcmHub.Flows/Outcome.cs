using System.Diagnostics.CodeAnalysis;

namespace JcmHub.Flows;

/// <summary>A flow's answer: a value, or a refusal with a code. Errors that a caller can cause are values, not exceptions (D12).</summary>
public readonly struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The answer, where nothing was refused.</summary>
    public T? Value { get; }

    /// <summary>Why not.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a refusal instead of a value.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;

    /// <summary>An answer.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor of a result is its value.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor of a refusal is its value.")]
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
