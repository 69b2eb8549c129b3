/** The dry run: who writes how much and when, what to look at first. Then one decision. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm.tsx'
import { useGo } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { Person } from '../ui/person.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import { useCycleActs } from './acts.ts'
import type { PlanProps } from './plan-page.tsx'
import classes from './reviews.module.css'

type Check = Answer<'reviews.check'>

export function PlanCheck(props: PlanProps) {
  const query = useOperation('reviews.check', { cycleId: props.cycle.id }, { keep: true, staleTime: 0 })
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={6} />}>
      {(check) => <Found {...props} check={check} />}
    </Loaded>
  )
}

function Found({ cycle, edit, check }: PlanProps & { check: Check }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const hours = Math.round(check.minutes / 60)
  const sectionTitle = (id: string | null) => {
    const title = edit.plan.form.sections.find((s) => s.id === id)?.title
    return title?.en ?? Object.values(title ?? {})[0] ?? ''
  }
  return (
    <>
      <p className={classes.lead}>
        {t('check.people', { n: f.number(check.people), count: check.people })}{' '}
        {t('check.writers', { n: f.number(check.writers), count: check.writers })}{' '}
        {t('check.hours', { n: f.number(hours), count: hours })}
      </p>
      {check.missing.length > 0 ? (
        <Note
          tone="warn"
          title={t('check.missing', { n: f.number(check.missing.length), count: check.missing.length })}
        >
          <ul className={classes.plainList}>
            {check.missing.map((m, at) => (
              <li key={at}>
                {m.stage ? `${t(`stage.${m.stage}`)}: ` : ''}
                {t(`missing.${m.code}`, {
                  role: m.role ? t(`role.${m.role}`) : '',
                  section: sectionTitle(m.sectionId),
                })}
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      <Section title={t('check.work')} description={t('check.workBody')}>
        <ul className={classes.rows}>
          {check.roles.map((r) => (
            <li key={r.role} className={classes.row} data-two>
              <span className={classes.rowWords}>
                <span className={classes.rowTitle}>{t(`role.${r.role}`)}</span>
                <span className={classes.small}>
                  {r.opensOn && r.dueOn ? (
                    <>
                      <When on={r.opensOn} style="short" /> – <When on={r.dueOn} style="short" />
                    </>
                  ) : (
                    '–'
                  )}
                </span>
              </span>
              <span className={classes.rowEnd}>
                {t(r.atMost ? 'check.formsAtMost' : 'check.forms', { n: f.number(r.tasks), count: r.tasks })}
                <br />
                <span className={classes.small}>
                  {t('check.minutesEach', { n: f.number(r.minutes), count: r.minutes })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {check.busiest.length > 0 ? (
        <Section title={t('check.busiest')}>
          <ul className={classes.rows}>
            {check.busiest.slice(0, 5).map((b) => (
              <li key={b.person.id} className={classes.row} data-two>
                <Person person={b.person} size={28} link />
                <span className={classes.rowEnd}>
                  {t('check.load', { n: f.number(b.tasks), count: b.tasks, minutes: f.number(b.minutes) })}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t('check.look')}>
        {check.findings.length === 0 ? (
          <p className={classes.calm}>{t('check.nothing')}</p>
        ) : (
          <ul className={classes.findings}>
            {check.findings.map((x) => (
              <li key={x.code}>
                <details>
                  <summary>
                    <strong>{t(`finding.${x.code}.title`, { n: f.number(x.count), count: x.count })}</strong>
                    <span className={classes.hint}>{t(`finding.${x.code}.body`)}</span>
                  </summary>
                  <p>
                    {f.list(
                      x.people.map((p) =>
                        p.detail
                          ? `${p.name} (${x.code === 'joined_late' ? f.day(p.detail, 'short') : p.detail})`
                          : p.name,
                      ),
                    )}
                    {x.count > x.people.length
                      ? ` ${t('check.others', { n: f.number(x.count - x.people.length), count: x.count - x.people.length })}`
                      : ''}
                  </p>
                </details>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('check.notices')} description={t('check.noticesBody')}>
        <ul className={classes.rows}>
          {[...Map.groupBy(check.notices, (n) => n.stage)].map(([stage, notices]) => (
            <li key={stage} className={classes.row} data-two>
              <span className={classes.rowWords}>
                <span className={classes.rowTitle}>{t(`stage.${stage}`)}</span>
                <span className={classes.small}>
                  {notices.map((n) => `${t(`notice.${n.kind}`)} ${f.day(n.on, 'short')}`).join(' · ')}
                </span>
              </span>
              <span className={classes.rowEnd}>
                {t('people', { n: f.number(notices[0]!.people), count: notices[0]!.people })}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Launch cycle={cycle} edit={edit} check={check} />
    </>
  )
}

function Launch({ cycle, edit, check }: PlanProps & { check: Check }) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const go = useGo()
  const { launch } = useCycleActs()
  const [asking, setAsking] = useState(false)
  return (
    <div className={classes.launch}>
      <Button disabled={check.missing.length > 0 || edit.state !== 'saved'} onClick={() => setAsking(true)}>
        {t('launch.open')}
      </Button>
      <span className={classes.small}>{check.missing.length > 0 ? t('launch.notYet') : t('launch.freezes')}</span>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('launch.title', { name: edit.plan.name, n: f.number(check.people), count: check.people })}
        confirm={t('launch.act')}
        busy={launch.isPending}
        error={launch.error}
        onConfirm={() =>
          launch.mutate(
            { cycleId: cycle.id, revision: edit.revision(), people: check.people },
            { onSuccess: () => void go(`/program/reviews/${cycle.id}`) },
          )
        }
      >
        {t('launch.body')}
      </ConfirmDialog>
    </div>
  )
}
