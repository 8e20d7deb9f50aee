/** How long a bar may last. */
export const BAR_SECONDS = [1, 5, 10, 15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14_400, 86_400] as const
