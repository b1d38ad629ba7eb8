namespace JcmHub.Soak.Broker.Shared;

/// <summary>Where this checkout lies, found from the running assembly upward.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "JcmHub.sln"))) return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No JcmHub.sln above {AppContext.BaseDirectory}.");
    }
}
