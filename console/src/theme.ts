import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** The accent: the green that copper takes in the open. */
const verdigris: MantineColorsTuple = [
  '#e9f6f2',
  '#d3ebe4',
  '#a9d8cb',
  '#7cc4b1',
  '#58b39c',
  '#3a9c85',
  '#27836e',
  '#196b5a',
  '#125547',
  '#0b4036',
]

const stone: MantineColorsTuple = [
  '#faf8f4',
  '#f3efe8',
  '#e8e2d8',
  '#d8d0c3',
  '#bfb5a5',
  '#968b7b',
  '#6b6257',
  '#524a41',
  '#38322c',
  '#231f1b',
]

const night: MantineColorsTuple = [
  '#ece7df',
  '#c9c2b7',
  '#aaa296',
  '#7f776c',
  '#57514a',
  '#3b3631',
  '#2b2723',
  '#211e1b',
  '#191714',
  '#12100e',
]

const sans = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'

const red = 'var(--mantine-color-red-9)'

/**
 * The accent is dark on light pages and light on dark ones, and so is its opposite; the library would decide it once. A filled red
 * is one red on both, dark enough for white letters (5.6:1).
 */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  if (input.variant === 'outline' && input.color === 'red') return { ...colors, color: 'var(--mantine-color-error)' }
  if (input.variant !== 'filled') return colors
  if (input.color !== 'red') return { ...colors, color: 'var(--mantine-primary-color-contrast)' }
  return {
    ...colors,
    background: red,
    hover: `color-mix(in srgb, ${red}, black 12%)`,
    color: 'var(--mantine-color-white)',
  }
}

export const theme = createTheme({
  colors: { verdigris, gray: stone, dark: night },
  primaryColor: 'verdigris',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  variantColorResolver,
  luminanceThreshold: 0.35,
  black: '#231f1b',
  white: '#fffefb',
  defaultRadius: 'sm',
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.3125rem' },
  headings: {
    fontFamily: sans,
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '2rem', lineHeight: '1.15' },
      h2: { fontSize: '1.3125rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
})
