using System.Diagnostics;
using System.Globalization;

namespace JcmHub.Benchmarks.JsonSchema;

/// <summary>ajv, what a user would pick: installed from its lock file, run by Node on the same schema and report.</summary>
internal static class AjvRival
{
    public static async Task TellAsync(string root, string schemaFile, string reportFile, TimeSpan ours)
    {
        var folder = Path.Combine(root, ".local", "tools", "ajv");
        Directory.CreateDirectory(folder);
        var source = Path.Combine(root, "tests", "JcmHub.Benchmarks", "JsonSchema", "ajv");
        foreach (var name in new[] { "package.json", "package-lock.json", "judge.mjs" })
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name), overwrite: true);
        if (await Run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") is null)
        {
            Console.WriteLine("ajv was not measured: npm could not install it");
            return;
        }
        if (await Run(folder, "node", "--max-old-space-size=8192", "judge.mjs", schemaFile, reportFile) is not { } said)
        {
            Console.WriteLine("ajv was not measured: Node did not run it");
            return;
        }
        // Milliseconds for reading, parsing and judging, then for each alone.
        var times = said.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"ajv on Node, with its JSON.parse",-42} {times[0],6:F0} ms (parse {times[1]:F0}, judge {times[2]:F0})   ours is {times[0] / ours.TotalMilliseconds:F1} times as fast"));
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
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
