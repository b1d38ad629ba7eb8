namespace JcmHub.Local.Stack;

/// <summary>One step of starting or stopping the stack, for whoever watches.</summary>
/// <param name="Text">What is being done, such as "Starting the broker".</param>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Of">How many there are; a step that is only needed once in a while shares its number with the next.</param>
public readonly record struct StackStep(string Text, int Number, int Of);
