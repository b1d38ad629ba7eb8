namespace JcmHub.Local.Stack;

/// <summary>
/// The stack cannot run, for a reason that the person at the keyboard can do something about: the message is a sentence
/// to show as it is, naming what is missing and what to do.
/// </summary>
public sealed class StackException : Exception
{
    /// <param name="message">What is wrong, in a sentence.</param>
    public StackException(string message) : base(message)
    {
    }

    /// <param name="message">What is wrong, in a sentence.</param>
    /// <param name="innerException">What it was noticed by.</param>
    public StackException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>For serializers; carries no sentence.</summary>
    public StackException()
    {
    }
}
