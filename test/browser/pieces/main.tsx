import '../../../console/src/base-styles.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { theme } from '../../../console/src/theme.ts'
import { BoardPiece } from './board-piece.tsx'
import { CalendarPiece } from './calendar-piece.tsx'
import { FormPiece } from './form-piece.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const pieces: Readonly<Record<string, () => ReactElement>> = {
  '/board': BoardPiece,
  '/calendar': CalendarPiece,
  '/form': FormPiece,
}
const Piece = pieces[location.pathname] ?? FormPiece

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateInlineStyles={false}
    >
      <QueryClientProvider client={new QueryClient()}>
        <main style={{ maxWidth: '64rem', margin: '0 auto', padding: '1rem' }}>
          <Piece />
        </main>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
