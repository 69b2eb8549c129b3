/** What is talked about: own points, change requests, numbers past a mark. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { all, home, type Meeting } from './acts.ts'
import classes from './governance.module.css'

type Item = Meeting['items'][number]

export function Items({ items, mayRun, open = false }: { items: readonly Item[]; mayRun: boolean; open?: boolean }) {
  const { t } = useTranslation('governance')
  const settle = useAct('governance.settleItem', { invalidates: all })
  if (items.length === 0) return <p className={classes.none}>{t('agenda.none')}</p>
  return (
    <List>
      {items.map((item) => (
        <Row
          key={item.id}
          lead={
            open && mayRun ? (
              <Checkbox
                checked={item.settled === 'done'}
                aria-label={t('agenda.tick', { title: item.title })}
                onChange={(e) => settle.mutate({ itemId: item.id, done: e.currentTarget.checked })}
              />
            ) : null
          }
          title={item.kind === 'trigger' ? t('agenda.past', { name: item.title }) : item.title}
          {...(item.requestId ? { to: `${home}/requests/${item.requestId}` } : {})}
          says={[
            t(`agenda.kind.${item.kind}`),
            item.priority ? t(`priority.${item.priority}`) : '',
            item.addedBy ? item.addedBy.name : '',
          ]
            .filter(Boolean)
            .join(' · ')}
          end={
            item.settled ? (
              <State tone={item.settled === 'done' ? 'good' : 'quiet'}>{t(`agenda.settled.${item.settled}`)}</State>
            ) : null
          }
        />
      ))}
    </List>
  )
}

export function AddItem({ meetingId }: { meetingId: string | null }) {
  const { t } = useTranslation('governance')
  const [title, setTitle] = useState('')
  const add = useAct('governance.addItem', {
    invalidates: all,
    showsProblem: true,
    onDone: () => setTitle(''),
  })
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim()) add.mutate({ title, meetingId })
      }}
    >
      <TextInput
        label={t('agenda.add')}
        placeholder={t('agenda.example')}
        maxLength={200}
        dir="auto"
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={!title.trim()}>
        {t('agenda.addDo')}
      </Button>
      {add.error ? <ProblemNote small error={add.error} /> : null}
    </form>
  )
}
