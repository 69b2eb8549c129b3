/** One-time codes on paper, for people without an e-mail address: choose a location, print, cut, hand out. */
import { Button, NumberInput, Switch } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keyOf, noticeSignOut, queryClient, saveFile, useOperation } from '../api.ts'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, Note, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import classes from './access.module.css'
import { AccessTabs } from './roles-page.tsx'

export function CodesPage() {
  const { t } = useTranslation('access')
  const f = useFormat()
  const groups = useOperation('access.codeGroups', {})
  const [days, setDays] = useState<number | string>(14)
  const [onlyNew, setOnlyNew] = useState(true)
  const [printing, setPrinting] = useState<string | null>(null)
  const [printed, setPrinted] = useState<{ name: string; people: number } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const make = (location: string, name: string, people: number) => {
    setPrinting(location)
    setProblem(null)
    setPrinted(null)
    saveFile('access.codeSheets', { location, onlyNew, days: Number(days) || 14 })
      .then(
        () => {
          setPrinted({ name, people })
          void queryClient.invalidateQueries({ queryKey: keyOf('access.codeGroups') })
        },
        (refused) => {
          if (!noticeSignOut(refused)) setProblem(refused)
        },
      )
      .finally(() => setPrinting(null))
  }
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
            <Section title={t('codes.locations')} description={t('codes.locationsAbout')}>
              <div role="status">
                {printed ? (
                  <Note
                    tone="warn"
                    title={t('sheet.saved', {
                      count: printed.people,
                      number: f.number(printed.people),
                      place: printed.name,
                    })}
                  >
                    {t('sheet.onceAbout')}
                  </Note>
                ) : null}
                {printing !== null ? <p className={classes.aside}>{t('sheet.making')}</p> : null}
              </div>
              {problem ? <ProblemNote small error={problem} /> : null}
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
                        leftSection={<IconPrinter size={16} aria-hidden />}
                        disabled={
                          waiting === 0 || waiting > data.most || (printing !== null && printing !== group.location)
                        }
                        loading={printing === group.location}
                        aria-label={`${t('codes.make', { count: waiting, number: f.number(waiting) })} · ${name}`}
                        onClick={() => make(group.location, name, waiting)}
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
