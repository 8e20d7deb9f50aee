/** What clients and staff of the agency exchange. */
export const attachment = {
  purpose: 'agency.attachment',
  accept: 'application/pdf,image/jpeg,image/png,image/webp,audio/mpeg,audio/mp4,audio/wav',
} as const
