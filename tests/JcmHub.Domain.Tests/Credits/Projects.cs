using System.Text;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Credits;

/// <summary>A project like TH014, with what a test adds to its file.</summary>
internal static class Projects
{
    public static Project Th014(string track = "subsidised", string more = "", string status = "registered") => Project.Parse(Encoding.UTF8.GetBytes($$"""
        {"project":"TH014","party":"TH","title":"A floating solar plant","timeZone":"Asia/Bangkok","operationStart":"2020-01-01","registeredOn":"2020-09-28",
         "status":"{{status}}","track":"{{track}}","methodologies":[{"id":"TH_AM001","version":"1.0"}],"participants":[]{{(more.Length > 0 ? "," + more : "")}}}
        """));
}
