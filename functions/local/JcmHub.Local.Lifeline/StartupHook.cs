using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>
/// Ends this process when its standard input ends. The host holds the other end of that pipe, so a host that is killed takes its worker along;
/// the real worker by itself lives on as an orphan, for it does not watch its stream. The runtime finds the class by its name
/// (<c>DOTNET_STARTUP_HOOKS</c>) and wants it in no namespace.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for it in the global namespace.
internal static class StartupHook
{
    /// <summary>Called by the runtime before the program's own Main.</summary>
    public static void Initialize()
    {
        // A session of its own: Ctrl-C at the terminal is for the host, which stops its worker in order.
        if (!OperatingSystem.IsWindows())
            _ = SetSession();
        // A thread of its own: a read of standard input cannot be cancelled, and the process ends without it.
        new Thread(EndWithInput) { IsBackground = true, Name = "life line" }.Start();
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSession();

    private static void EndWithInput()
    {
        try
        {
            using var input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[256];
            while (input.Read(ignored) > 0)
            {
                // What is written there means nothing.
            }
        }
        catch (IOException)
        {
            // As good as an end.
        }

        // Not Environment.Exit: that waits for the worker's own stop, which waits for a host that is no more.
        Process.GetCurrentProcess().Kill();
    }
}
