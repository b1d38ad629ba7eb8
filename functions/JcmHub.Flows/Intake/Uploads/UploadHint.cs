namespace JcmHub.Flows.Intake.Uploads;

/// <summary>What a message of the queue <c>uploads</c> tells of.</summary>
public static class UploadHint
{
    /// <summary>Reads a message: its subject where the sweep wrote it, else its body, an event of Event Grid.</summary>
    /// <param name="subject">The message's subject.</param>
    /// <param name="body">The message's body.</param>
    /// <param name="name">The blob of the inbox to look at; null where there is nothing to do, as for an upload's first steps.</param>
    /// <returns>False where it is neither.</returns>
    public static bool TryRead(string? subject, ReadOnlyMemory<byte> body, out string? name)
    {
        name = subject is { Length: > 0 } ? subject : null;
        if (name is not null)
            return IInbox.IsName(name);
        if (BlobCreatedEvent.Read(body) is not { } created || !IInbox.IsName(created.Name))
            return false;
        name = created is { IsWhole: true, Container: IInbox.Container } && !InboxOutcome.IsNameOfOne(created.Name) ? created.Name : null;
        return true;
    }
}
