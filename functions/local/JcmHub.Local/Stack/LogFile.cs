namespace JcmHub.Local.Stack;

/// <summary>A log of the stack: goes on across runs, so that what was said before a crash is there, but not for ever.</summary>
internal static class LogFile
{
    private const long LargestBytes = 16 << 20;

    /// <summary>Opens the log to be written at its end; one that has grown beyond 16 MiB is set aside as <c>.old</c> first.</summary>
    public static StreamWriter Open(string file)
    {
        if (File.Exists(file) && new FileInfo(file).Length > LargestBytes)
            File.Move(file, file + ".old", overwrite: true);
        return new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }
}
