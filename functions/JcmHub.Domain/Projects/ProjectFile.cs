using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Files;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Projects;

/// <summary>Reads a project file. Properties that only other parts of the hub use are left to them.</summary>
internal static class ProjectFile
{
    public const int MostBytes = 16 << 20;

    public static ProjectLoad Load(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostBytes) return new(null, [new("file-too-large", "", $"A project file has at most {MostBytes} bytes.")]);
        var (document, error) = JsonInput.Parse(utf8);
        if (document is null) return new(null, [new("not-json", "", error!)]);

        using (document)
        {
            var errors = new List<LoadError>();
            var project = Read(new FileSection(document.RootElement, "", errors));
            return new(errors.Count == 0 ? project : null, errors);
        }
    }

    private static Project? Read(FileSection file)
    {
        var idText = file.Text("project");
        if (!ProjectId.TryParse(idText, out var id)) file.ErrorAt("project", "not-a-project-id", $"'{idText}' is not two capital letters and three digits.");
        var party = file.Text("party");
        if (file.FileIsGood && party != id.Party) file.ErrorAt("party", "project-party", $"{id} belongs to {id.Party}, not to {party}.");
        var zone = file.Text("timeZone");
        var days = zone.Length == 0 ? null : LocalDays.Of(zone);
        if (days is null && zone.Length > 0) file.ErrorAt("timeZone", "unknown-time-zone", $"'{zone}' is not a time zone that this machine knows.");

        var title = file.Text("title");
        var operationStart = file.Date("operationStart");
        var registeredOn = file.OptionalDate("registeredOn");
        var status = file.Text("status");
        var track = file.Text("track");
        var illustrative = file.Flag("illustrative");
        var methodologies = file.Sections("methodologies").Select(m => new MethodologyReference(m.Text("id"), m.Text("version"))).ToList();
        if (methodologies.Count == 0) file.Error("missing-property", "", "A project names at least one methodology and its version.");
        var participants = file.Sections("participants").Select(p => new Participant(p.Text("side"), p.Text("name"))).ToList();
        Quantity? capacity = file.OptionalSection("capacity") is { } c ? new(c.Number("value"), c.Unit("unit")) : null;
        var creditingPeriod = ReadPeriod(file);
        var parameters = file.Sections("parameters").Select(ReadParameter).ToList();
        var cases = file.Sections("cases").Select(s => new ProjectCase(s.OptionalText("methodology"), s.Text("case"), s.Texts("index"), s.Text("is"))).ToList();
        RefuseTwice(file, parameters, cases);
        var fixedShares = ReadFixedShares(file);
        JudgeNames(file, parameters, cases, participants, fixedShares ?? []);
        (string, DateOnly)? validatedBy = file.OptionalSection("validatedBy") is { } v ? (v.Text("entity"), v.Date("on")) : null;
        var (refiledFrom, refiledAs) = (ReadReference(file, "refiledFrom"), ReadReference(file, "refiledAs"));
        if (!file.FileIsGood || days is null) return null;

        return new Project
        {
            Id = id, Party = party, Title = title, LocalDays = days, OperationStart = operationStart, RegisteredOn = registeredOn,
            Status = status, Track = track, Illustrative = illustrative, Methodologies = methodologies, Participants = participants,
            Capacity = capacity, CreditingPeriod = creditingPeriod, Parameters = parameters, Cases = cases,
            FixedShares = fixedShares, ValidatedBy = validatedBy, RefiledFrom = refiledFrom, RefiledAs = refiledAs,
        };
    }

    /// <summary>Two values for one thing: neither is taken.</summary>
    private static void RefuseTwice(FileSection file, List<ProjectParameter> parameters, List<ProjectCase> cases)
    {
        var known = new HashSet<(string?, string, string)>();
        foreach (var entry in parameters)
            if (!known.Add((entry.Methodology, entry.Parameter, ProjectValues.Key(entry.Index)))) file.Error("stated-twice", entry.Pointer, $"{entry.Parameter} is stated twice for the same members.");
        known.Clear();
        for (var i = 0; i < cases.Count; i++)
            if (!known.Add((cases[i].Methodology, cases[i].Case, ProjectValues.Key(cases[i].Index)))) file.Error("stated-twice", $"/cases/{i}", $"{cases[i].Case} is stated twice for the same members.");
    }

    /// <summary>Points and holders are found by their names: none is there in two spellings.</summary>
    private static void JudgeNames(FileSection file, List<ProjectParameter> parameters, List<ProjectCase> cases, List<Participant> participants, List<FixedShare> shares)
    {
        var (points, holders) = (new FileNames(file), new FileNames(file));
        foreach (var entry in parameters) points.Introduce(entry.Index, $"{entry.Pointer}/index");
        foreach (var (i, entry) in cases.Index()) points.Introduce(entry.Index, $"/cases/{i}/index");
        foreach (var (i, participant) in participants.Index()) holders.Introduce(participant.Name, $"/participants/{i}/name");
        foreach (var (i, share) in shares.Index()) holders.Introduce(share.Holder, $"/allocation/shares/{i}/holder");
    }

    private static MonitoringPeriod? ReadPeriod(FileSection file)
    {
        if (file.OptionalSection("creditingPeriod") is not { } section) return null;
        var (from, to) = (section.Date("from"), section.Date("to"));
        if (from <= to) return new(from, to);
        section.Error("period-reversed", section.Pointer, "The crediting period ends before it begins.");
        return null;
    }

    /// <summary>The form's percentages as exact shares; together they are the whole.</summary>
    private static List<FixedShare>? ReadFixedShares(FileSection file)
    {
        if (file.OptionalSection("allocation") is not { } section) return null;
        var shares = new List<FixedShare>();
        foreach (var share in section.Sections("shares"))
        {
            if (!Fraction.TryParse(share.Text("share"), out var fraction))
                share.ErrorAt("share", "not-a-share", "A share is written like 6/10 and is at most 1.");
            shares.Add(new FixedShare(share.Text("holder"), share.Choice("side", Side.Japan, ("japan", Side.Japan), ("partner", Side.Partner)), fraction));
        }

        if (file.FileIsGood && shares.Aggregate(Rational.Zero, (sum, share) => sum + share.Share.ToRational()) != Rational.One)
            section.Error("shares-not-whole", section.Pointer, "The shares fixed at registration do not sum to 1.");
        return shares;
    }

    private static ProjectId? ReadReference(FileSection file, string name)
    {
        if (file.OptionalText(name) is not { } text) return null;
        if (ProjectId.TryParse(text, out var reference)) return reference;
        file.ErrorAt(name, "not-a-project-id", $"'{text}' is not two capital letters and three digits.");
        return null;
    }

    private static ProjectParameter ReadParameter(FileSection section) => new(
        section.OptionalText("methodology"), section.Text("parameter"), section.Texts("index"),
        new Quantity(section.Number("value"), section.Unit("unit")), section.OptionalText("source"), section.Pointer);
}
