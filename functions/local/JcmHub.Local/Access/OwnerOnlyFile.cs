namespace JcmHub.Local.Access;

/// <summary>Files that only their owner reads: keys of the local stack.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode OwnersDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // A user's own folders are closed to other users there.
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnersDirectory);
        File.SetUnixFileMode(path, OwnersDirectory);
    }

    /// <summary>The file's text, which is made up and written first where there is none.</summary>
    public static string ReadOrCreate(string path, Func<string> make)
    {
        if (File.Exists(path))
            return File.ReadAllText(path);
        // Under its name it is whole or not there at all, whenever we are killed.
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        var text = make();
        using (var writer = new StreamWriter(fresh, options))
            writer.Write(text);
        File.Move(fresh, path);
        return text;
    }
}
