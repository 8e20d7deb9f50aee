import { NativeSelect, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import styles from './book.module.css'
import type { Choice } from './choice.ts'
import { DetailsForm } from './details-form.tsx'
import { type Offer, offerQuery, serviceQuery } from './queries.ts'
import { isBookable } from './services-page.tsx'
import { SlotPicker } from './slot-picker.tsx'
import { durationWords, isNothing, priceWords, termsWords } from './words.ts'
import { knownZone, ZoneField } from './zone-field.tsx'

const route = getRouteApi('/book/$service')

/** A service, and the way to a time of it. */
export function ServicePage(): ReactElement {
  const { service: slug } = route.useParams()
  const query = useQuery(serviceQuery(slug))
  return (
    <Page
      title={query.data?.title ?? 'Book a time'}
      lead={query.data?.excerpt}
      eyebrow={<TextLink to="/book">All services</TextLink>}
      width="reading"
    >
      <QueryView query={query} rows={4}>
        {({ fields }) => <Packages packages={fields.packages.filter(isBookable)} />}
      </QueryView>
    </Page>
  )
}

interface PackagesProps {
  readonly packages: readonly { readonly key: string; readonly title: string; readonly features?: readonly string[] }[]
}

function Packages({ packages }: PackagesProps): ReactElement {
  const { service: slug } = route.useParams()
  const choice = route.useSearch()
  const choose = useChoose()
  const chosen = packages.find(({ key }) => key === choice.package) ?? packages[0]
  const offer = useQuery({ ...offerQuery(slug, chosen?.key ?? ''), enabled: chosen !== undefined })
  if (chosen === undefined)
    return <Empty title="Nothing of this is booked online" hint="It is made to order: ask for it instead." />
  return (
    <Stack gap="xl">
      <Panel title="What">
        <NativeSelect
          label="Package"
          data={packages.map(({ key, title }) => ({ value: key, label: title }))}
          value={chosen.key}
          onChange={(event) => choose({ package: event.currentTarget.value, host: undefined, slot: undefined })}
        />
        {chosen.features !== undefined && (
          <ul className={styles.terms}>
            {chosen.features.map((feature) => (
              <li key={feature}>{feature}</li>
            ))}
          </ul>
        )}
        {offer.data !== undefined && <Price offer={offer.data} />}
      </Panel>
      <QueryView query={offer}>{(found) => <Times offer={found} />}</QueryView>
    </Stack>
  )
}

function Price({ offer }: { offer: Offer }): ReactElement {
  const isPaid = !isNothing(offer.deposit)
  return (
    <Stack gap="xs" mt="md">
      <Text>
        {priceWords(offer.price)} · {durationWords(offer.durationMinutes)}
        {isPaid && ` · ${atBooking(offer)}`}
        {offer.confirm === 'manual' && ' · we answer before it stands'}
      </Text>
      <ul className={styles.terms} aria-label="Terms">
        {termsWords(offer.terms, isPaid).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Stack>
  )
}

function atBooking({ price, deposit }: Offer): string {
  return price.minor === deposit.minor ? 'paid at booking' : `${priceWords(deposit)} of it is paid at booking`
}

/** Changes what of the choice is given; what is undefined leaves the address. */
function useChoose() {
  const navigate = route.useNavigate()
  return (changes: { readonly [Key in keyof Choice]: string | undefined }): void => {
    const search = (now: Choice): Choice =>
      Object.fromEntries(Object.entries({ ...now, ...changes }).filter(([, value]) => value !== undefined))
    void navigate({ search, replace: true, resetScroll: false })
  }
}

function Times({ offer }: { offer: Offer }): ReactElement {
  const choice = route.useSearch()
  const choose = useChoose()
  const zone = knownZone(choice.zone)
  const host = offer.allHosts ? undefined : offer.hosts.find(({ id }) => id === choice.host)?.id
  const { slug: service, package: packageKey } = offer.service
  return (
    <>
      <Panel title="When">
        <div className={styles.pair}>
          {offer.allHosts || offer.hosts.length < 2 ? (
            <Text>With {offer.hosts.map(({ name }) => name).join(', ')}</Text>
          ) : (
            <NativeSelect
              label="With"
              data={[
                { value: '', label: 'Whoever is free' },
                ...offer.hosts.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={host ?? ''}
              onChange={(event) => choose({ host: event.currentTarget.value || undefined, slot: undefined })}
            />
          )}
          <ZoneField zone={zone} onZone={(next) => choose({ zone: next })} />
        </div>
        <SlotPicker
          of={{ service, package: packageKey, host }}
          zone={zone}
          from={choice.from}
          onFrom={(from) => choose({ from })}
          chosen={choice.slot}
          onChoose={({ startsAt }) => choose({ slot: startsAt })}
        />
      </Panel>
      {choice.slot !== undefined && !Number.isNaN(Date.parse(choice.slot)) && (
        <DetailsForm offer={offer} hostId={host} zone={zone} slot={choice.slot} onSlot={(slot) => choose({ slot })} />
      )}
    </>
  )
}
