using System.Runtime.Versioning;

namespace JcmHub.Local.Tests.Support;

/// <summary>A directory of the test's own, gone with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("jcmhub-").FullName;

    public string File(string name) => Path.Combine(Root, name);

    public string Subdirectory(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>Writes a shell script that can be started.</summary>
    [UnsupportedOSPlatform("windows")]
    public string Script(string name, string body)
    {
        var file = File(name);
        System.IO.File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
        System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
