using JcmHub.Domain.Identifiers;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>Names that a rule file introduces and that must differ in more than their spelling.</summary>
internal sealed class FileNames(FileSection file)
{
    private readonly NameRegister names = new();

    /// <summary>Takes in a name; what is wrong with it is an error of the file.</summary>
    public void Introduce(string name, string pointer)
    {
        if (NameFindings.Judge(names, name, pointer) is (var finding, true)) file.Error(finding.Code, finding.Pointer, finding.Detail);
    }

    /// <summary>Takes in a list of names.</summary>
    public void Introduce(IReadOnlyList<string> list, string pointer)
    {
        for (var i = 0; i < list.Count; i++) Introduce(list[i], $"{pointer}/{i}");
    }
}
