using System.Runtime.InteropServices;

namespace JcmHub.Local.Functions;

/// <summary>How the functions are started: their own Program.cs in a process of its own (D15).</summary>
/// <param name="Program">The program to run.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record FunctionsCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary><c>dotnet JcmHub.Functions.dll</c> from our own output, with the runtime that runs us.</summary>
    public static FunctionsCommand Own { get; } = new(DotNet(), [Path.Combine(AppContext.BaseDirectory, "JcmHub.Functions.dll")]);

    // DIR/shared/Microsoft.NETCore.App/VERSION/ is the runtime's directory and DIR holds `dotnet`: right even where the
    // PATH has another one, or none, and where we run from an executable of our own.
    private static string DotNet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : name;
    }
}
