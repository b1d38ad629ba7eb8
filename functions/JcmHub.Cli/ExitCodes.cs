namespace JcmHub.Cli;

/// <summary>What every command answers to the shell.</summary>
internal static class ExitCodes
{
    /// <summary>Yes: it was done, it is so.</summary>
    public const int Yes = 0;

    /// <summary>No: it could not be done, it is not so.</summary>
    public const int No = 1;

    /// <summary>The call itself was wrong.</summary>
    public const int WrongCall = 2;
}
