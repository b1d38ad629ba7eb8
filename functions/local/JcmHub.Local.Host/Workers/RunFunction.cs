namespace JcmHub.Local.Host.Workers;

/// <summary>Runs a function to its end: <see cref="Invoker.InvokeAsync"/>.</summary>
/// <param name="function">The function.</param>
/// <param name="invocation">What starts it.</param>
/// <param name="abandoned">Signals the function's token; its end is waited for all the same.</param>
/// <returns>Why it failed, in words; null where it succeeded.</returns>
internal delegate Task<string?> RunFunction(AppFunction function, Invocation invocation, CancellationToken abandoned);
