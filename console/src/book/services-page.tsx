import { Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { usePages } from '../shell/use-pages.ts'
import styles from './book.module.css'
import { durationWords, priceWords } from './words.ts'

type Service = Awaited<ReturnType<typeof api.content.listServices>>['items'][number]
type Package = Service['fields']['packages'][number]

/** What can be booked, with what it costs. */
export function ServicesPage(): ReactElement {
  const pages = usePages(['services'], ({ cursor, signal }) =>
    api.content.listServices({ query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page title="Book a time" lead="Choose what it is about, then a time by your own clock.">
      <PagedList
        pages={pages}
        rowHeight={160}
        empty={<Empty title="Nothing is on offer yet" hint="Services appear here once they are published." />}
      >
        {(services) => (
          <ul className={styles.services} aria-label="Services">
            {services.map((service) => (
              <li key={service.id}>
                <ServicePanel service={service} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  )
}

function ServicePanel({ service }: { service: Service }): ReactElement {
  return (
    <Panel title={service.title}>
      <Text c="dimmed">{service.excerpt}</Text>
      <ul className={styles.packages} aria-label={`Packages of ${service.title}`}>
        {service.fields.packages.map((one) => (
          <li key={one.key} className={styles.package}>
            <div>
              <div className={styles.packageTitle}>{one.title}</div>
              <Text size="sm" c="dimmed">
                {factsOf(one)}
              </Text>
            </div>
            {isBookable(one) ? (
              <ButtonLink
                to="/book/$service"
                params={{ service: service.slug }}
                search={{ package: one.key }}
                variant="default"
                aria-label={`Choose a time: ${service.title}, ${one.title}`}
              >
                Choose a time
              </ButtonLink>
            ) : (
              <ButtonLink to="/request" variant="default" aria-label={`Ask for ${service.title}, ${one.title}`}>
                Ask for it
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** What is asked for instead of booked has no length, or nobody to meet. */
export function isBookable({ bookingKind, durationMin, policyId }: Package): boolean {
  return bookingKind === 'appointment' && durationMin !== undefined && policyId !== undefined
}

function factsOf({ price, durationMin, summary }: Package): string {
  const length = durationMin === undefined ? [] : [durationWords(durationMin)]
  return [priceWords(price), ...length, ...(summary === undefined ? [] : [summary])].join(' · ')
}
