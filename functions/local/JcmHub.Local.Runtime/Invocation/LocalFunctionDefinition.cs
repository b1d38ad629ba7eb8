using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>A function as its method and attributes describe it.</summary>
internal sealed class LocalFunctionDefinition : FunctionDefinition
{
    public LocalFunctionDefinition(string name, MethodInfo method, LocalBindingMetadata trigger, LocalBindingMetadata? output)
    {
        Name = name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        PathToAssembly = method.DeclaringType.Assembly.Location;
        Parameters = [.. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null))];
        InputBindings = ImmutableDictionary<string, BindingMetadata>.Empty.Add(trigger.Name, trigger);
        if (output is not null) OutputBindings = OutputBindings.Add(output.Name, output);

        // Stable from run to run and a decimal number, as the real generator's are.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {EntryPoint}"));
        Id = BinaryPrimitives.ReadUInt32BigEndian(hash).ToString(CultureInfo.InvariantCulture);
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;
}
