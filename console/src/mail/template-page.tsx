import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import styles from './template-page.module.css'
import { purposes } from './words.ts'

const route = getRouteApi('/mail-readers/mail/templates/$name')

/** One template with its sample: as a reader without HTML sees it, and beside it as others do. */
export function TemplatePage(): ReactElement {
  const { name } = route.useParams()
  const [language, setLanguage] = useState('en')
  const template = useQuery({
    queryKey: ['mail', 'templates', name, language],
    queryFn: ({ signal }) => api.mail.previewTemplate({ path: { name }, query: { language }, signal }),
  })
  return (
    <Page title={name} eyebrow={<TextLink to="/mail">Mail</TextLink>}>
      <QueryView query={template}>
        {({ subject, text, purpose, subscription, languages }) => (
          <>
            {languages.length > 1 && (
              <Filters label="Preview">
                <NativeSelect
                  label="Language"
                  value={language}
                  onChange={(event) => setLanguage(event.currentTarget.value)}
                  data={[...languages]}
                />
              </Filters>
            )}
            <Facts
              facts={[
                ['Subject', subject],
                ['Purpose', subscription === null ? purposes[purpose].label : `News, subscription ${subscription}`],
              ]}
            />
            <div className={styles.sides}>
              <Panel title="HTML">
                <iframe
                  className={styles.frame}
                  title={`${name} as HTML`}
                  sandbox=""
                  src={`/api/mail/templates/${encodeURIComponent(name)}/html?language=${encodeURIComponent(language)}`}
                />
              </Panel>
              <Panel title="Text">
                <pre className={styles.text}>{text}</pre>
              </Panel>
            </div>
          </>
        )}
      </QueryView>
    </Page>
  )
}
