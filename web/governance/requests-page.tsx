/** What should change about the program, and what became of it? */
import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Request } from '../api.ts'
import { List, Row } from '../ui/list.tsx'
import { State } from '../ui/meter.tsx'
import { Page } from '../ui/page.tsx'
import { When } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote, RowsSkeleton } from '../ui/states.tsx'
import { useTab, ViewTabs } from '../ui/tabs.tsx'
import { all, type ChangeRequest, home, requestTones } from './acts.ts'
import { GovernanceTabs } from './frame.tsx'
import classes from './governance.module.css'

const views = ['open', 'answered'] as const
const isOpen = (r: ChangeRequest) => r.state === 'open' || r.state === 'on_agenda' || r.state === 'later'

export function RequestsPage() {
  const { t } = useTranslation('governance')
  const query = useOperation('governance.requests', {})
  const [asking, setAsking] = useState(false)
  const [view, setView] = useTab(views)
  const ask = <Button onClick={() => setAsking(true)}>{t('ask.act')}</Button>
  return (
    <Page
      title={t('requests.title')}
      help={t('requests.help')}
      description={query.data ? t(query.data.all ? 'requests.all' : 'requests.own') : null}
      action={ask}
      below={<GovernanceTabs />}
    >
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.requests.length === 0 && (
            <Empty icon={<IconBulb size={22} stroke={1.6} />} title={t('requests.none')} action={ask}>
              {t('requests.noneBody')}
            </Empty>
          )
        }
      >
        {({ requests }) => {
          const of = { open: requests.filter(isOpen), answered: requests.filter((r) => !isOpen(r)) }
          return (
            <>
              <ViewTabs
                label={t('requests.which')}
                value={view}
                onChange={setView}
                tabs={views.map((value) => ({ value, label: t(`requests.${value}`), count: of[value].length }))}
              />
              <div className={classes.below}>
                {of[view].length === 0 ? (
                  <p className={classes.none}>{t(view === 'open' ? 'requests.noneOpen' : 'requests.noneAnswered')}</p>
                ) : (
                  <Requests requests={of[view]} />
                )}
              </div>
            </>
          )
        }}
      </Loaded>
      {asking ? <Ask onClose={() => setAsking(false)} /> : null}
      <Outlet />
    </Page>
  )
}

const rank = { high: 0, normal: 1, low: 2 } as const

function Requests({ requests }: { requests: readonly ChangeRequest[] }) {
  const { t } = useTranslation('governance')
  return (
    <List>
      {requests
        .toSorted((a, b) => rank[a.priority] - rank[b.priority])
        .map((r) => (
          <Row
            key={r.id}
            title={r.title}
            to={`${home}/requests/${r.id}`}
            search
            id={`request-${r.id}`}
            says={
              <>
                {t(`priority.${r.priority}`)} · <span dir="auto">{r.askedBy.name}</span> · <When at={r.askedAt} />
              </>
            }
            end={<State tone={requestTones[r.state]}>{t(`requests.state.${r.state}`)}</State>}
          />
        ))}
    </List>
  )
}

function Ask({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('governance')
  const [title, setTitle] = useState('')
  const [words, setWords] = useState('')
  const [why, setWhy] = useState('')
  const [priority, setPriority] = useState<Request<'governance.ask'>['priority']>('normal')
  const ask = useAct('governance.ask', {
    invalidates: all,
    showsProblem: true,
    done: t('ask.done'),
    onDone: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={t('ask.act')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (title.trim()) ask.mutate({ title, words, why, priority })
        }}
      >
        <TextInput
          label={t('ask.title')}
          placeholder={t('ask.example')}
          maxLength={160}
          dir="auto"
          value={title}
          onChange={(e) => setTitle(e.currentTarget.value)}
          data-autofocus
        />
        <Textarea
          label={t('ask.words')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={4000}
          dir="auto"
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
        />
        <Textarea
          label={t('ask.why')}
          description={t('ask.whySays')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          dir="auto"
          value={why}
          onChange={(e) => setWhy(e.currentTarget.value)}
        />
        <Select
          label={t('ask.priority')}
          allowDeselect={false}
          value={priority}
          onChange={(p) => p && setPriority(p as typeof priority)}
          data={(['high', 'normal', 'low'] as const).map((p) => ({ value: p, label: t(`priority.${p}`) }))}
        />
        <p className={classes.plain}>{t('ask.who')}</p>
        {ask.error ? <ProblemNote small error={ask.error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={ask.isPending} disabled={!title.trim()}>
            {t('ask.do')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
