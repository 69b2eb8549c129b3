/** What somebody does to learn something: ticked off, changed, added. */
import { ActionIcon, Button, Checkbox, Menu, NativeSelect, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '../ui/date-field.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { actionKinds, type Action, type PlanActs } from './acts.ts'
import classes from './growth.module.css'

/** What was just opened is written in at once. */
export const focused = (field: HTMLInputElement | HTMLTextAreaElement | null) => field?.focus()

export function ActionRow({ action, own, acts }: { action: Action; own: boolean; acts: PlanActs }) {
  const { t } = useTranslation('growth')
  const f = useFormat()
  const [editing, setEditing] = useState(false)
  if (editing)
    return (
      <li>
        <ActionForm focusId={action.focusId} action={action} acts={acts} onDone={() => setEditing(false)} />
      </li>
    )
  const late = !action.doneAt && action.dueOn !== null && f.daysUntil(action.dueOn) < 0
  const meta = (
    <span className={classes.meta}>
      <span>{t(`kind.${action.kind}`)}</span>
      {action.doneAt ? (
        <span>
          {t('action.doneOn')} <When at={action.doneAt} style="short" />
        </span>
      ) : action.dueOn ? (
        <span data-late={late || undefined}>{t(late ? 'action.was' : 'action.due', { day: f.day(action.dueOn) })}</span>
      ) : null}
    </span>
  )
  return (
    <li className={classes.action} data-done={action.doneAt ? true : undefined}>
      {own ? (
        <Checkbox
          checked={action.doneAt !== null}
          label={<span dir="auto">{action.words}</span>}
          description={meta}
          onChange={(event) => acts.updateAction.mutate({ actionId: action.id, done: event.currentTarget.checked })}
        />
      ) : (
        <span className={classes.actionRead}>
          <span dir="auto">{action.words}</span>
          {meta}
        </span>
      )}
      {own ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('action.more', { words: action.words })}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
              {t('edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => acts.removeAction.mutate({ actionId: action.id })}
            >
              {t('action.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  )
}

export function ActionForm({
  focusId,
  action,
  acts,
  onDone,
}: {
  focusId: string
  action?: Action
  acts: PlanActs
  onDone: () => void
}) {
  const { t } = useTranslation('growth')
  const [id] = useState(() => action?.id ?? crypto.randomUUID())
  const [words, setWords] = useState(action?.words ?? '')
  const [kind, setKind] = useState<Action['kind']>(action?.kind ?? 'try')
  const [dueOn, setDueOn] = useState<string | null>(action?.dueOn ?? null)
  const act = action ? acts.updateAction : acts.addAction
  return (
    <form
      className={classes.actionForm}
      onSubmit={(event) => {
        event.preventDefault()
        const said = words.trim()
        if (!said) return
        if (action) acts.updateAction.mutate({ actionId: action.id, words: said, kind, dueOn }, { onSuccess: onDone })
        else acts.addAction.mutate({ id, focusId, words: said, kind, dueOn }, { onSuccess: onDone })
      }}
    >
      <TextInput
        ref={focused}
        className={classes.wide}
        label={t('action.words')}
        placeholder={t(`kindExample.${kind}`)}
        maxLength={500}
        dir="auto"
        required
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('action.kind')}
        value={kind}
        onChange={(event) => setKind(actionKinds.find((k) => k === event.currentTarget.value) ?? 'try')}
        data={actionKinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
      />
      <DateField label={t('action.dueOn')} value={dueOn} onChange={setDueOn} clearable />
      {!action && act.error ? <ProblemNote small error={act.error} /> : null}
      <div className={classes.buttons}>
        <Button size="xs" type="submit" loading={act.isPending}>
          {t(action ? 'save' : 'action.add')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
