// Keys that sign records, and secrets of partners; read by the app's identity only.
param name string
param location string
param tags object
param principalId string

var roles = {
  cryptoUser: '12338af0-0e69-4776-bea7-57ae8d297424'
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

// What the hub signs records with (ES256); it never leaves the vault. Made once: a later deployment keeps it.
resource signing 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: 'records'
  properties: { kty: 'EC', curveName: 'P-256', keyOps: ['sign', 'verify'] }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  name: guid(vault.id, principalId, role.value)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

output uri string = vault.properties.vaultUri
output signingKey string = signing.properties.keyUriWithVersion
