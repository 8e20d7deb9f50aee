/** Where a secret stands. */
export interface SecretAddress {
  readonly scope: string
  readonly environment: string
  readonly path: string
}

/** Whose keys seal what belongs to an organisation, or with null to the installation. */
export function scopeOf(organisationId: string | null): string {
  return organisationId === null ? 'installation' : `organisation:${organisationId}`
}
