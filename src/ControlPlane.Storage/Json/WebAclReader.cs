using System.Text.Json;
using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Storage.Json;

/// <summary>Reads the web ACLs of stages.</summary>
internal static class WebAclReader
{
    public static WebAcl WebAcl(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, name = null;
        WebAclAction? defaultAction = null;
        List<WebAclRule>? rules = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "defaultAction": defaultAction = EnumReader.WebAclAction(reader.GetString()); break;
                case "rules": rules = reader.List(WebAclRule); break;
                default: reader.Skip(); break;
            }
        }

        return new WebAcl
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Name = name ?? throw ValueReaders.Lacks(nameof(name)),
            DefaultAction = defaultAction ?? throw ValueReaders.Lacks(nameof(defaultAction)),
            Rules = rules!,
        };
    }

    public static WebAclRule WebAclRule(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? name = null, statement = null;
        int? priority = null;
        WebAclAction? action = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "name": name = reader.GetString(); break;
                case "priority": priority = reader.GetInt32(); break;
                case "action": action = EnumReader.WebAclAction(reader.GetString()); break;
                case "statement": statement = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new WebAclRule
        {
            Name = name ?? throw ValueReaders.Lacks(nameof(name)),
            Priority = priority ?? throw ValueReaders.Lacks(nameof(priority)),
            Action = action ?? throw ValueReaders.Lacks(nameof(action)),
            Statement = statement ?? throw ValueReaders.Lacks(nameof(statement)),
        };
    }
}
