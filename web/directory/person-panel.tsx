/** One colleague: who they are, the line above and below, and their history where one may see it. */
import { Button } from '@mantine/core'
import { IconArrowsExchange, IconHeartHandshake, IconMail } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { TextLink } from '../program/text-link.tsx'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Facts } from '../ui/page.tsx'
import { Avatar, Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { useCountryName } from '../ui/countries.ts'
import classes from './person-panel.module.css'

type Profile = Answer<'people.get'>

export function PersonPanel() {
  const { t } = useTranslation('directory')
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  const person = useOperation('people.get', { personId })
  return (
    <SidePanel
      title={person.data ? <Name person={person.data} /> : t('person.loading')}
      kind={t('person.kind')}
      back="/people"
    >
      <Loaded query={person} skeleton={<TextSkeleton lines={8} />}>
        {(p) => <Details person={p} />}
      </Loaded>
    </SidePanel>
  )
}

function Name({ person }: { person: Profile }) {
  return (
    <span className={classes.name}>
      <Avatar name={person.name} id={person.id} size={48} />
      <span>
        <span dir="auto">{person.name}</span>
        <span className={classes.role}>{person.title}</span>
      </span>
    </span>
  )
}

/** For whoever reads the outgoing mail: letters to this person come back, so they get none of the program's. */
function DeadAddress({ personId }: { personId: string }) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const query = useOperation('mail.unreachable', { why: 'dead', personId, limit: 1 })
  const dead = query.data?.people[0]?.dead
  if (!dead) return null
  return (
    <Note tone="warn" title={t('person.dead', { on: f.dayAt(dead.at, 'long') })}>
      {t('person.deadBody')} <TextLink to="/settings/mail-unreachable">{t('person.deadSee')}</TextLink>
    </Note>
  )
}

function Details({ person }: { person: Profile }) {
  const { t } = useTranslation('directory')
  const me = useMe()
  const country = useCountryName()
  const views = person.mayReadHistory ? (['profile', 'line', 'history'] as const) : (['profile', 'line'] as const)
  const [view, setView] = useTab(views)
  const facts = [
    { label: t('department'), value: [person.department, person.division].filter(Boolean).join(' · ') },
    { label: t('location'), value: [person.location, country(person.country)].filter(Boolean).join(', ') },
    { label: t('level'), value: person.level },
    { label: t('person.localTime'), value: <span className="num">{person.localTime}</span> },
    {
      label: t('person.email'),
      value: person.email ? (
        <a className={classes.mail} href={`mailto:${person.email}`}>
          {person.email}
        </a>
      ) : (
        ''
      ),
    },
  ].filter((fact) => fact.value !== '')
  return (
    <>
      {person.onLeave ? <State tone="quiet">{t('onLeave')}</State> : null}
      {me.roles.includes('admin') || me.roles.includes('lead') ? <DeadAddress personId={person.id} /> : null}
      <ViewTabs
        label={t('person.views')}
        value={view}
        onChange={setView}
        tabs={views.map((value) => ({ value, label: t(`person.view.${value}`) }))}
      />
      {view === 'profile' ? (
        <div className={classes.stack}>
          <Facts facts={facts} />
          {person.line.length > 0 ? (
            <div>
              <h3 className={classes.heading}>{t('manager')}</h3>
              <Person link person={person.line.at(-1)!} />
            </div>
          ) : null}
          {person.secondManager ? (
            <div>
              <h3 className={classes.heading}>{t('secondManager')}</h3>
              <Person link person={person.secondManager} />
            </div>
          ) : null}
          {me.roles.includes('hr') || me.roles.includes('manager') ? <Reviews personId={person.id} /> : null}
          {person.id !== me.person.id && me.elements.includes('feedback') ? (
            <Button
              component={Go}
              to="/feedback/give"
              search={{ to: person.id }}
              leftSection={<IconArrowsExchange size={16} aria-hidden />}
            >
              {t('person.feedback')}
            </Button>
          ) : null}
          {person.id !== me.person.id && me.elements.includes('recognition') ? (
            <Button
              component={Go}
              to="/recognition/give"
              search={{ to: person.id }}
              variant="default"
              leftSection={<IconHeartHandshake size={16} aria-hidden />}
            >
              {t('person.recognise')}
            </Button>
          ) : null}
          {person.email && person.id !== me.person.id ? (
            <Button
              component="a"
              href={`mailto:${person.email}`}
              variant="default"
              leftSection={<IconMail size={16} aria-hidden />}
            >
              {t('person.write', { name: person.givenName || person.name })}
            </Button>
          ) : null}
          {me.elements.includes('recognition') ? <Recognised personId={person.id} /> : null}
        </div>
      ) : view === 'line' ? (
        <Line person={person} />
      ) : (
        <History personId={person.id} />
      )}
    </>
  )
}

/** The newest few pieces of recognition that the viewer may read; nothing where there are none. */
function Recognised({ personId }: { personId: string }) {
  const { t } = useTranslation('directory')
  const found = useOperation('recognition.feed', { personId, limit: 3 })
  const items = found.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section>
      <h3 className={classes.heading}>{t('person.recognised')}</h3>
      <ul className={classes.recognised}>
        {items.map((one) => (
          <li key={one.id}>
            <Go to={`/recognition/${one.id}`} search={{ person: personId }} dir="auto">
              {one.words}
            </Go>
            <span className={classes.quiet}>
              {one.author.name} · <When at={one.at} />
            </span>
          </li>
        ))}
      </ul>
      {found.data?.next ? (
        <Button component={Go} to="/recognition" search={{ person: personId }} variant="subtle" size="compact-sm">
          {t('person.recognisedAll')}
        </Button>
      ) : null}
    </section>
  )
}

/** Reviews about them that the reader may open, of earlier cycles and tools too. */
function Reviews({ personId }: { personId: string }) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const query = useOperation('reviews.about', { personId }, { staleTime: 60_000 })
  const reviews = query.data?.reviews ?? []
  if (reviews.length === 0) return null
  return (
    <div>
      <h3 className={classes.heading}>{t('person.reviews')}</h3>
      <ul className={classes.reports}>
        {reviews.slice(0, 6).map((v) => (
          <li key={v.id}>
            <Go to={`/reviews/${v.earlier ? 'earlier/' : ''}${v.id}`} dir="auto">
              {v.cycle}
            </Go>{' '}
            <span className={classes.count}>{f.day(v.endsOn, 'short')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Up to the top and one step down, each name a step further. */
function Line({ person }: { person: Profile }) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  const reports = useOperation('people.list', { manager: person.id, limit: 100 }, { enabled: person.directReports > 0 })
  return (
    <div className={classes.stack}>
      <ol className={classes.line} aria-label={t('line.above')}>
        {person.line.map((above, step) => (
          <li key={above.id} style={{ '--step': Math.min(step, 6) } as object}>
            <Person link person={above} />
          </li>
        ))}
        <li style={{ '--step': Math.min(person.line.length, 6) } as object} aria-current="true">
          <Person person={person} />
        </li>
      </ol>
      {person.directReports === 0 ? (
        <p className={classes.quiet}>{t('line.nobody')}</p>
      ) : (
        <div>
          <h3 className={classes.heading}>
            {t('line.reports', { count: person.directReports, number: f.number(person.directReports) })}
          </h3>
          <Loaded query={reports} skeleton={<TextSkeleton lines={4} />} small>
            {(answer) => (
              <ul className={classes.reports}>
                {answer.people.map((report) => (
                  <li key={report.id}>
                    <Person
                      link
                      person={report}
                      end={
                        report.directReports > 0 ? (
                          <span className={classes.count}>
                            {t('line.has', { count: report.directReports, number: f.number(report.directReports) })}
                          </span>
                        ) : null
                      }
                    />
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
          {person.allReports > person.directReports ? (
            <Button component={Go} to="/people" search={{ under: person.id }} variant="subtle" size="compact-sm">
              {t('line.all', { count: person.allReports, number: f.number(person.allReports) })}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  )
}

/** Where they worked and for whom, newest first; what changed stands out. */
function History({ personId }: { personId: string }) {
  const { t } = useTranslation('directory')
  const country = useCountryName()
  const history = useOperation('people.history', { personId })
  return (
    <Loaded query={history} skeleton={<TextSkeleton lines={6} />} small>
      {(h) => (
        <div className={classes.stack}>
          <Facts
            facts={[
              ...(h.employeeNumber
                ? [{ label: t('history.number'), value: <span className="num">{h.employeeNumber}</span> }]
                : []),
              ...(h.hiredOn ? [{ label: t('history.hired'), value: <When on={h.hiredOn} style="long" /> }] : []),
              ...h.spells.map((spell, i) => ({
                label: i === h.spells.length - 1 ? t('history.first') : t('history.again'),
                value: <Period from={spell.from} until={spell.until} />,
              })),
            ]}
          />
          {h.placements.length === 0 ? <p className={classes.quiet}>{t('history.none')}</p> : null}
          <ol className={classes.history} aria-label={t('person.view.history')}>
            {h.placements.map((p, i) => {
              const before = h.placements[i + 1]
              const fresh = (key: keyof typeof p) => before !== undefined && before[key] !== p[key]
              return (
                <li key={`${p.from} ${p.recordedAt}`}>
                  <div className={classes.period}>
                    <Period from={p.from} until={p.until} />
                  </div>
                  <div className={classes.what} data-fresh={fresh('title') || undefined}>
                    {p.title}
                  </div>
                  <div className={classes.where} data-fresh={fresh('department') || undefined}>
                    {[p.department, p.location, country(p.country)].filter(Boolean).join(' · ')}
                  </div>
                  <div className={classes.where} data-fresh={fresh('managerId') || undefined}>
                    {p.managerName
                      ? t('history.manager', { name: p.managerName })
                      : p.managerNamed
                        ? t('history.managerUnlinked', { name: p.managerNamed })
                        : t('history.noManager')}
                  </div>
                  {p.onLeave ? <State tone="quiet">{t('onLeave')}</State> : null}
                </li>
              )
            })}
          </ol>
        </div>
      )}
    </Loaded>
  )
}

function Period({ from, until }: { from: string; until: string | null }) {
  const { t } = useTranslation('directory')
  const f = useFormat()
  return (
    <>
      {until
        ? t('history.fromUntil', { from: f.day(from), until: f.day(dayBefore(until)) })
        : t('history.since', { from: f.day(from) })}
    </>
  )
}

/** Periods end before their upper bound; people read the last day. */
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
