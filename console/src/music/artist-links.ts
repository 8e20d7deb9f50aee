export const linkLabels = [
  ['website', 'Website'],
  ['spotify', 'Spotify'],
  ['instagram', 'Instagram'],
  ['tiktok', 'TikTok'],
  ['youtube', 'YouTube'],
] as const
