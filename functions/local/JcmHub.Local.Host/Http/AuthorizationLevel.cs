namespace JcmHub.Local.Host.Http;

/// <summary>Which key a caller of an HTTP function must show.</summary>
internal enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}
