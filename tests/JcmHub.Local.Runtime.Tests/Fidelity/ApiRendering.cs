using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace JcmHub.Local.Runtime.Tests.Fidelity;

/// <summary>Writes a type and its visible members in the form of the listing.</summary>
internal static class ApiRendering
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string FullName(Type type) => $"{type.Namespace}.{Name(type)}";

    public static string Header(Type type)
    {
        if (type.IsEnum)
            return $"enum {type.Name} {{ {string.Join(", ", Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"))} }}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {Name(invoke.ReturnType)} {Name(type)}({Parameters(invoke)})";
        }

        var kind = type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        var modifiers = type.IsInterface || type.IsValueType ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return $"{Usage(type)}{modifiers}{kind} {Name(type)}{Bases(type)}";
    }

    /// <summary>What the type itself declares and others can see; not what every object has.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type)) yield break;
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
            yield return $"{Access(constructor)}ctor({Parameters(constructor)})";
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic))
            yield return field.IsLiteral ? $"const {Name(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue(), field.FieldType)}" : $"{Name(field.FieldType)} {field.Name}";
        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible) && !property.Name.Contains('.', StringComparison.Ordinal)))
        {
            var accessors = new[] { (property.GetMethod, "get"), (property.SetMethod, "set") }
                .Where(accessor => accessor.Item1 is not null && IsVisible(accessor.Item1))
                .Select(accessor => $"{(accessor.Item1!.IsPublic ? "" : "protected ")}{accessor.Item2};");
            yield return $"{Modifiers(property.GetAccessors(true)[0])}{Name(property.PropertyType)} {property.Name} {{ {string.Join(" ", accessors)} }}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName))
            yield return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})";
    }

    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return "";
        if (method.IsStatic) return "static ";
        var kind = method.IsAbstract ? "abstract " : !method.IsVirtual || method.IsFinal ? "" : method.GetBaseDefinition() != method ? "override " : "virtual ";
        return Access(method) + kind;
    }

    static string Bases(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = type.GetInterfaces().Except(inherited).Select(Name);
        if (type.BaseType is { } own && own != typeof(object) && own != typeof(ValueType)) bases = bases.Prepend(Name(own));
        return bases.Any() ? $" : {string.Join(", ", bases)}" : "";
    }

    static string Usage(Type type)
    {
        if (type.CustomAttributes.FirstOrDefault(data => data.AttributeType == typeof(AttributeUsageAttribute)) is not { } usage) return "";
        var targets = Enum.GetValues<AttributeTargets>()
            .Where(target => target != AttributeTargets.All && ((AttributeTargets)usage.ConstructorArguments[0].Value!).HasFlag(target));
        return $"[AttributeUsage({string.Join(", ", targets.Select(t => t.ToString()).Concat(usage.NamedArguments.Select(n => $"{n.MemberName}={n.TypedValue.Value}")))})] ";
    }

    static string Generics(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, at) =>
        (at == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")
        + (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + $"{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "")));

    static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return $"{Name(underlying)}?";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (type.IsGenericType) return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => type.Name,
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.String => "string",
            _ when type == typeof(object) => "object",
            _ when type == typeof(void) => "void",
            _ => type.Name,
        };
    }
}
