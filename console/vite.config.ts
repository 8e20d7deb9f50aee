import { readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { theme } from './src/theme.ts'

const themeFile = 'virtual:theme.css'

/** Palettes of the component library that no page uses stay out of the first style sheet. */
const palettesUsed = /^--mantine-color-(gray|dark|red|verdigris|yellow|green|blue)-/

/**
 * The theme's custom properties as a style sheet. The provider would write them into a style element when it mounts, which the
 * content security policy refuses and which would paint once without them.
 */
function themeStyles(): Plugin {
  return {
    name: 'theme-styles',
    resolveId: (id) => (id === themeFile ? `\0${themeFile}` : undefined),
    load: (id) => (id === `\0${themeFile}` ? themeSheet() : undefined),
  }
}

function themeSheet(): string {
  const resolved = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
  return convertCssVariables({
    variables: onlyUsed(resolved.variables),
    light: onlyUsed(resolved.light),
    dark: onlyUsed(resolved.dark),
  })
}

function onlyUsed(variables: Readonly<Record<string, string>>): Record<string, string> {
  const isPaletteEntry = /^--mantine-color-[a-z]+-(\d|filled|light|outline|text)/
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !isPaletteEntry.test(name) || palettesUsed.test(name)),
  )
}

/** Scripts of the page come from files, this one before the first paint: as an asset with a name of its own content. */
function colorSchemeScript(): Plugin {
  const source = new URL('./src/color-scheme.js', import.meta.url)
  let command = 'serve'
  return {
    name: 'color-scheme-script',
    configResolved(resolved) {
      command = resolved.command
    },
    buildStart() {
      if (command === 'build')
        this.emitFile({ type: 'asset', name: 'color-scheme.js', source: readFileSync(source, 'utf8') })
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const names = Object.keys(bundle ?? {})
        const built = names.find((name) => /\/color-scheme-[\w-]+\.js$/.test(name))
        const src = built === undefined ? '/src/color-scheme.js' : `/${built}`
        return [{ tag: 'script', attrs: { src }, injectTo: 'head' }]
      },
    },
  }
}

const compressedAboveBytes = 1024

/** Every text asset also as .br and .gz, compressed once here instead of at each request. */
function compressedAssets(): Plugin {
  return {
    name: 'compressed-assets',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
          if (!/\.(js|css|svg)$/.test(file.fileName) || source.length < compressedAboveBytes) continue
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: brotliCompressSync(source) })
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(source, { level: 9 }) })
        }
      },
    },
  }
}

/** Parts most pages share travel together: a request each would cost more than their few hundred bytes. */
const groups = [
  { name: 'vendor', test: /node_modules\/(react|react-dom|scheduler|@tanstack)\// },
  { name: 'shell', test: /src\/shell\/|node_modules\/(@mantine|@tabler)\//, minShareCount: 8 },
]

export default defineConfig({
  plugins: [react(), themeStyles(), colorSchemeScript(), compressedAssets()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    proxy: { '/ofrep': 'http://127.0.0.1:3000', '/api': 'http://127.0.0.1:3000', '/dev': 'http://127.0.0.1:3000' },
  },
})
