using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace JcmHub.Benchmarks.Shared;

/// <summary>A rival that runs on Node: installed from its lock file under <c>.local/tools</c>, then run.</summary>
internal static class NodeRival
{
    /// <summary>Runs a script of a folder beside the benchmark.</summary>
    /// <param name="name">The rival's name and that of its folder's last part.</param>
    /// <param name="source">The folder with <c>package.json</c>, its lock file and the script.</param>
    /// <param name="script">The script's file name.</param>
    /// <param name="arguments">What Node is called with: its own switches, then SCRIPT, then the script's.</param>
    /// <returns>The numbers that it printed on one line; null where it could not be installed or run, which is told.</returns>
    public static async Task<double[]?> RunAsync(string name, string source, string script, Func<string, string[]> arguments)
    {
        var folder = Path.Combine(Checkout.Root, ".local", "tools", name);
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "package.json", "package-lock.json", script })
            File.Copy(Path.Combine(Checkout.Root, source, file), Path.Combine(folder, file), overwrite: true);
        if (await Run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") is null)
        {
            Console.WriteLine($"{name} was not measured: npm could not install it");
            return null;
        }
        if (await Run(folder, "node", arguments(script)) is not { } said)
        {
            Console.WriteLine($"{name} was not measured: Node did not run it");
            return null;
        }
        return [.. said.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
    }

    private static async Task<string?> Run(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
