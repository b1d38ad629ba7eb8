using System.Text.Json;

namespace JcmHub.Local.Host.Timers;

/// <summary>Keeps each timer's status in a file of its own, replaced whole.</summary>
internal sealed class ScheduleStore(string directory)
{
    /// <summary>Null where the timer has none yet, or only a file that cannot be read as one.</summary>
    public ScheduleStatus? Load(string timer)
    {
        try
        {
            return JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllBytes(PathOf(timer)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Save(string timer, ScheduleStatus status)
    {
        Directory.CreateDirectory(directory);
        var file = PathOf(timer);
        var fresh = file + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, status);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
    }

    private string PathOf(string timer) => Path.Combine(directory, $"{timer}.json");
}
