using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Projects;

/// <summary>A value fixed for the project at validation, such as the COP of one chiller or a past year's waste.</summary>
/// <param name="Methodology">The methodology's id; null where any of the project's may take it.</param>
/// <param name="Index">The members, in the order of the parameter's index sets; a year is written <c>2015</c>.</param>
/// <param name="Pointer">JSON Pointer into the project's file.</param>
public sealed record ProjectParameter(string? Methodology, string Parameter, IReadOnlyList<string> Index, Quantity Value, string? Source, string Pointer);
