/** What is asked for: written by the lead, brought before the committee, answered there. */
import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { List, Row } from '../ui/list.tsx'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { all, type Ask, type Pack, requestTones } from './acts.ts'
import classes from './business-review.module.css'

const most = 8

export function Asks({ pack }: { pack: Pack }) {
  const { t } = useTranslation('business-review')
  const [open, setOpen] = useState<number | null>(null)
  const set = useAct('businessReviews.setAsks', { invalidates: all, showsProblem: true, onDone: () => setOpen(null) })
  const save = (asks: readonly Written[]) =>
    set.mutate({ packId: pack.id, revision: pack.revision, asks: asks.map(sent) })
  return (
    <div className={classes.asks}>
      {pack.asks.length === 0 ? <p className={classes.plain}>{t('asks.none')}</p> : null}
      <List>
        {pack.asks.map((ask, i) => (
          <Row
            key={ask.id}
            title={ask.title}
            says={[
              ask.why ? (
                <span key="why" dir="auto">
                  {ask.why}
                </span>
              ) : null,
              <span key="who" dir="auto">
                {[ask.cost, ask.person?.name].filter(Boolean).join(' · ')}
              </span>,
            ]}
            end={pack.mayWrite ? undefined : <Answered pack={pack} ask={ask} />}
            acts={
              pack.mayWrite ? (
                <span className={classes.acts} data-chrome>
                  <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setOpen(i)}>
                    {t('asks.change')}
                    <span className="spoken">: {ask.title}</span>
                  </Button>
                  <Button
                    variant="subtle"
                    color="gray"
                    size="compact-sm"
                    onClick={() => save(pack.asks.filter((one) => one.id !== ask.id))}
                  >
                    {t('asks.remove')}
                    <span className="spoken">: {ask.title}</span>
                  </Button>
                </span>
              ) : undefined
            }
          />
        ))}
      </List>
      {pack.mayWrite && pack.asks.length < most ? (
        <div data-chrome>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setOpen(pack.asks.length)}
          >
            {t('asks.add')}
          </Button>
        </div>
      ) : null}
      {set.error && open === null ? <ProblemNote small error={set.error} /> : null}
      {open === null ? null : (
        <Edit
          ask={pack.asks[open] ?? null}
          busy={set.isPending}
          error={set.error}
          onClose={() => setOpen(null)}
          onSave={(one) =>
            save(open < pack.asks.length ? pack.asks.map((was, i) => (i === open ? one : was)) : [...pack.asks, one])
          }
        />
      )}
    </div>
  )
}

type Written = Pick<Ask, 'title' | 'why' | 'cost' | 'person'>
const sent = ({ title, why, cost, person }: Written) => ({ title, why, cost, personId: person?.id ?? null })

function Answered({ pack, ask }: { pack: Pack; ask: Ask }) {
  const { t } = useTranslation('business-review')
  const bring = useAct('businessReviews.bring', { invalidates: all, done: t('asks.brought') })
  const { request } = ask
  if (!request)
    return pack.mayRun && pack.releasedAt ? (
      <Button
        variant="default"
        size="compact-md"
        loading={bring.isPending}
        onClick={() => bring.mutate({ packId: pack.id, askId: ask.id })}
      >
        {t('asks.bring')}
        <span className="spoken">: {ask.title}</span>
      </Button>
    ) : null
  const open = request.state === 'open' || request.state === 'on_agenda'
  return (
    <span className={classes.acts}>
      <State tone={requestTones[request.state]}>{t(`asks.state.${request.state}`)}</State>
      {request.decisionId ? (
        <Go className={classes.link} to={`/program/governance/decisions/${request.decisionId}`}>
          {t('asks.decision')}
        </Go>
      ) : open && pack.mayRun ? (
        <Button
          component={Go}
          to="/program/governance/decisions/new"
          search={{ request: request.id }}
          variant="default"
          size="compact-md"
        >
          {t('asks.decide')}
          <span className="spoken">: {ask.title}</span>
        </Button>
      ) : (
        <Go className={classes.link} to={`/program/governance/requests/${request.id}`}>
          {t('asks.request')}
        </Go>
      )}
    </span>
  )
}

function Edit({
  ask,
  busy,
  error,
  onClose,
  onSave,
}: {
  ask: Ask | null
  busy: boolean
  error: unknown
  onClose: () => void
  onSave: (one: Written) => void
}) {
  const { t } = useTranslation('business-review')
  const [title, setTitle] = useState(ask?.title ?? '')
  const [why, setWhy] = useState(ask?.why ?? '')
  const [cost, setCost] = useState(ask?.cost ?? '')
  const [person, setPerson] = useState<Pickable | null>(ask?.person ?? null)
  return (
    <Modal opened onClose={onClose} title={t(ask ? 'asks.changeTitle' : 'asks.add')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (title.trim()) onSave({ title, why, cost, person: person ? { id: person.id, name: person.name } : null })
        }}
      >
        <TextInput
          label={t('asks.title')}
          placeholder={t('asks.example')}
          maxLength={160}
          dir="auto"
          value={title}
          onChange={(e) => setTitle(e.currentTarget.value)}
          data-autofocus
        />
        <Textarea
          label={t('asks.why')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          dir="auto"
          value={why}
          onChange={(e) => setWhy(e.currentTarget.value)}
        />
        <TextInput
          label={t('asks.cost')}
          placeholder={t('asks.costExample')}
          maxLength={200}
          dir="auto"
          value={cost}
          onChange={(e) => setCost(e.currentTarget.value)}
        />
        <PersonPicker label={t('asks.person')} value={person} onChange={setPerson} useFind={usePeopleSearch} />
        {error ? <ProblemNote small error={error} /> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!title.trim()}>
            {t('asks.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
