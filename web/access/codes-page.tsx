/** One-time codes on paper, for people without an e-mail address: choose a location, print, cut, hand out. */
import { Button, NumberInput, Switch } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { Page, Section } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, RowsSkeleton } from '../ui/states.tsx'
import classes from './access.module.css'
import { AccessTabs } from './roles-page.tsx'

export function CodesPage() {
  const { t } = useTranslation('access')
  const f = useFormat()
  const groups = useOperation('access.codeGroups', {})
  const [days, setDays] = useState<number | string>(14)
  const [onlyNew, setOnlyNew] = useState(true)
  const [sheet, setSheet] = useState<Answer<'access.printCodes'> | null>(null)
  const [printing, setPrinting] = useState<string | null>(null)
  const print = useAct('access.printCodes', { invalidates: ['access.codeGroups'], onDone: setSheet })
  if (sheet) return <Sheet sheet={sheet} onBack={() => setSheet(null)} />
  return (
    <Page title={t('codes.title')} description={t('codes.description')} help={t('codes.help')} below={<AccessTabs />}>
      <Loaded
        query={groups}
        skeleton={<RowsSkeleton rows={5} />}
        empty={(d) => d.groups.length === 0 && <Empty title={t('codes.none.title')}>{t('codes.none.body')}</Empty>}
      >
        {(data) => (
          <>
            <Section title={t('codes.settings')}>
              <div className={classes.row}>
                <NumberInput
                  label={t('codes.days')}
                  value={days}
                  onChange={setDays}
                  min={1}
                  max={90}
                  allowDecimal={false}
                  clampBehavior="strict"
                />
                <Switch
                  className={classes.grow}
                  checked={onlyNew}
                  onChange={(event) => setOnlyNew(event.currentTarget.checked)}
                  label={t('codes.onlyNew')}
                  description={t('codes.onlyNewAbout')}
                />
              </div>
            </Section>
            <Section title={t('codes.locations')}>
              <ul className={classes.list}>
                {data.groups.map((group) => {
                  const waiting = onlyNew ? group.people - group.signedInBefore : group.people
                  const name = group.location || t('codes.nowhere')
                  return (
                    <li key={group.location} className={classes.item}>
                      <span className={classes.itemWords}>
                        <strong>{name}</strong>
                        <small>
                          {t('codes.group', {
                            count: group.people,
                            number: f.number(group.people),
                            signedIn: f.number(group.signedInBefore),
                            withCode: f.number(group.withCode),
                          })}
                        </small>
                      </span>
                      {waiting > data.most ? <small>{t('codes.many', { most: f.number(data.most) })}</small> : null}
                      <Button
                        variant="default"
                        disabled={waiting === 0 || waiting > data.most}
                        loading={printing === group.location}
                        aria-label={`${t('codes.make', { count: waiting, number: f.number(waiting) })} · ${name}`}
                        onClick={() => {
                          setPrinting(group.location)
                          print.mutate(
                            { location: group.location, onlyNew, days: Number(days) || 14 },
                            { onSettled: () => setPrinting(null) },
                          )
                        }}
                      >
                        {t('codes.make', { count: waiting, number: f.number(waiting) })}
                      </Button>
                    </li>
                  )
                })}
              </ul>
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Sheet({ sheet, onBack }: { sheet: Answer<'access.printCodes'>; onBack: () => void }) {
  const { t } = useTranslation('access')
  const f = useFormat()
  return (
    <Page
      title={t('sheet.title', { count: sheet.codes.length, number: f.number(sheet.codes.length) })}
      width="wide"
      more={
        <Button variant="default" data-chrome onClick={onBack}>
          {t('sheet.back')}
        </Button>
      }
      action={
        <Button data-chrome leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t('sheet.print')}
        </Button>
      }
    >
      <div data-chrome>
        <Note tone="warn" title={t('sheet.once')}>
          {t('sheet.onceAbout')}
        </Note>
      </div>
      <div className={classes.sheet}>
        {sheet.codes.map((code) => (
          <section key={code.personId} className={classes.slip} aria-label={code.name}>
            <h2 dir="auto">{code.name}</h2>
            <p>{[code.department, code.location].filter(Boolean).join(' · ')}</p>
            <code className={classes.slipCode} dir="ltr">
              {code.code}
            </code>
            <ol>
              <li>
                {t('sheet.open')} <span dir="ltr">{sheet.address}</span>
              </li>
              <li>{t('sheet.choose')}</li>
              <li>{t('sheet.type', { number: code.employeeNumber })}</li>
            </ol>
            <p>
              {t('sheet.until')} <When on={sheet.expiresAt.slice(0, 10)} style="long" />. {t('sheet.keep')}
            </p>
          </section>
        ))}
      </div>
    </Page>
  )
}
