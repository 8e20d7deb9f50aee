/** What of a booking was chosen so far: it stands in the address, so that it survives a reload. */
export interface Choice {
  package?: string
  host?: string
  zone?: string
  from?: string
  slot?: string
}
