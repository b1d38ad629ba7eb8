namespace JcmHub.Local.Stack;

/// <summary>The checkout that a command runs in, or its working directory where there is none: state and tools live below it.</summary>
public static class Checkout
{
    /// <summary>The nearest directory at or above <paramref name="directory"/> that holds JcmHub.sln, else the directory itself.</summary>
    public static string Root(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "JcmHub.sln")))
                return at.FullName;
        }

        return directory;
    }

    /// <summary>Where state lives unless told otherwise.</summary>
    public static string DataDirectory => Path.Combine(Root(Environment.CurrentDirectory), ".local");

    /// <summary>Where tools are installed; shared by every data directory.</summary>
    public static string ToolsDirectory => Path.Combine(Root(Environment.CurrentDirectory), ".local", "tools");
}
