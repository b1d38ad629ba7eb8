using System.Globalization;
using System.Security.Cryptography;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Storage;

/// <summary>
/// Azurite from npm, exactly as locked in <c>azurite/package-lock.json</c>, installed once into the tools directory (D2).
/// A marker holds the hash of the lock file and is written last, so an install that broke off, or one of another version,
/// is done again; a file lock keeps two stacks from installing at once.
/// </summary>
internal sealed class AzuriteInstallation
{
    /// <summary>The oldest Node.js that the locked Azurite was seen to run on.</summary>
    internal const int OldestNode = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly string _toolsDirectory;
    private readonly NodeTools _node;
    private readonly TimeProvider _time;

    public AzuriteInstallation(string toolsDirectory, NodeTools node, TimeProvider time)
    {
        _toolsDirectory = toolsDirectory;
        _node = node;
        _time = time;
    }

    /// <summary>Where package.json, the lock file and the wrapper lie in our own output.</summary>
    internal static string Sources => Path.Combine(AppContext.BaseDirectory, "azurite");

    private string Directory => Path.Combine(_toolsDirectory, "azurite");

    private string Marker => Path.Combine(Directory, "installed");

    /// <summary>The directory with Azurite in its node_modules, installing it first where needed.</summary>
    /// <param name="installing">Told once, before an install that may take a while.</param>
    /// <param name="cancellation">Gives up; what was begun is done again next time.</param>
    /// <exception cref="StackException">Node.js or npm is missing or too old, or the install failed.</exception>
    public async Task<string> EnsureAsync(Action installing, CancellationToken cancellation)
    {
        var version = await _node.VersionAsync(cancellation);
        if (version < OldestNode)
        {
            throw new StackException(string.Create(CultureInfo.InvariantCulture,
                $"Node.js {version} is too old for the local storage (Azurite): install Node.js {OldestNode} or later from https://nodejs.org."));
        }

        var wanted = await HashOfLockFileAsync(cancellation);
        if (IsInstalled(wanted))
            return Directory;

        System.IO.Directory.CreateDirectory(_toolsDirectory);
        await using var held = await HoldAsync(cancellation);
        if (IsInstalled(wanted))
            return Directory;

        installing();
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
        System.IO.Directory.CreateDirectory(Directory);
        foreach (var name in (ReadOnlySpan<string>)["package.json", "package-lock.json"])
            File.Copy(Path.Combine(Sources, name), Path.Combine(Directory, name));
        await _node.InstallLockedAsync(Directory, cancellation);
        await File.WriteAllTextAsync(Marker, wanted, cancellation);
        return Directory;
    }

    private bool IsInstalled(string wanted) => File.Exists(Marker) && File.ReadAllText(Marker) == wanted;

    private static async Task<string> HashOfLockFileAsync(CancellationToken cancellation)
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Sources, "package-lock.json"), cancellation);
        return Convert.ToHexStringLower(SHA256.HashData(lockFile));
    }

    private async Task<FileStream> HoldAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(_toolsDirectory, "azurite.lock");
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another stack is installing; its lock goes with its process.
                await Task.Delay(Pause, _time, cancellation);
            }
        }
    }
}
