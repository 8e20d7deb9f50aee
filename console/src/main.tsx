import './base-styles.ts'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { theme } from './theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const colorSchemeManager = localStorageColorSchemeManager({ key: 'plinth-color-scheme' })

/** Styles come from files only, so that the policy may refuse every inline style element. */
const withoutStyleElements = { withCssVariables: false, withGlobalClasses: false, deduplicateInlineStyles: false }

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      {...withoutStyleElements}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="top-right" autoClose={6000} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
