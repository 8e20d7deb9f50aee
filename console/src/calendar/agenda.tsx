import type { ReactElement } from 'react'
import styles from './calendar.module.css'
import type { CalendarEvent } from './layout.ts'
import type { ShownDays } from './shown.ts'
import { dayWords, timeWords } from './words.ts'

/** The days one below the other, for a narrow window. */
export function Agenda<Event extends CalendarEvent>({
  axis,
  days,
  zone,
  today,
  onOpen,
}: ShownDays<Event>): ReactElement {
  return (
    <div className={styles.agenda}>
      {axis.days.map(({ date }, at) => (
        <section key={date} aria-label={dayWords(date, 'full')}>
          <h3 className={styles.agendaDay} aria-current={date === today ? 'date' : undefined}>
            {dayWords(date, 'full')}
          </h3>
          {(days[at]?.length ?? 0) === 0 ? (
            <p className={styles.none}>Nothing</p>
          ) : (
            <ul className={styles.agendaEvents}>
              {days[at]?.map(({ event }) => (
                <li key={event.id}>
                  <button
                    type="button"
                    className={`${styles.line} ${styles[event.tone ?? 'quiet']}`}
                    onClick={() => onOpen(event)}
                  >
                    <span className={styles.time}>{timeWords(event.start, event.end, zone)}</span>
                    <span className={styles.name}>{event.title}</span>
                    {event.detail !== undefined && <span className={styles.detail}>{event.detail}</span>}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  )
}
