using System.Diagnostics;
using System.Globalization;

namespace JcmHub.Soak.Demo;

/// <summary>Finds processes of a stack by their command lines (Linux).</summary>
public static class HubProcesses
{
    /// <summary>The functions process that a command started; null where it has not started one yet.</summary>
    public static Process? FunctionsOf(int commandId) =>
        All().Where(process => process.Parent == commandId && process.CommandLine.Contains("JcmHub.Functions.dll", StringComparison.Ordinal))
            .Select(process => Existing(process.Id)).FirstOrDefault(process => process is not null);

    /// <summary>Every process whose command line names a data directory: what would be left behind.</summary>
    public static IReadOnlyList<string> Of(string dataDirectory) =>
        [.. All().Where(process => process.CommandLine.Contains(dataDirectory, StringComparison.Ordinal)).Select(process => process.CommandLine)];

    private static IEnumerable<(int Id, int Parent, string CommandLine)> All()
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            string status, commandLine;
            try
            {
                status = File.ReadAllText(Path.Combine(folder, "stat"));
                commandLine = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            // The name in parentheses may hold spaces; the parent is the second field after it.
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            yield return (id, int.Parse(fields[1], CultureInfo.InvariantCulture), commandLine);
        }
    }

    private static Process? Existing(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
