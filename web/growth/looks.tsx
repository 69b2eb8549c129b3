/** Where somebody stands: each writes for themself, and the two see each other's side once both have shared. */
import { Button, NativeSelect, Radio, Textarea } from '@mantine/core'
import { IconEye, IconScale } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useDraft } from '../ui/draft.ts'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Note, ProblemNote } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { growthReads, putLook, type Expectation, type Growth, type Look, type View } from './acts.ts'
import { Compared } from './compared.tsx'
import { Behaviours } from './expected.tsx'
import classes from './growth.module.css'

export function Looks({ g, own }: { g: Growth; own: boolean }) {
  const { t } = useTranslation('growth')
  const [begun, setBegun] = useState(false)
  const acts = useLookActs(g.person.id)
  const waiting = g.open.find((l) => l.theirsShared && !l.mineSharedAt)
  const [chosen, setChosen] = useState(() => waiting?.manager.id ?? g.open[0]?.manager.id ?? g.managers[0]?.id)
  if (!g.expectation && g.looks.length === 0)
    return (
      <Empty icon={<IconScale size={22} stroke={1.6} />} title={t('notPublished')}>
        {t('notPublishedBody')}
      </Empty>
    )
  const open = own ? g.open.find((l) => l.manager.id === chosen) : g.open[0]
  const alone = own && g.managers.length === 0
  const due = g.lookDue || g.looks.length === 0 || g.open.length > 0 || begun
  return (
    <>
      {alone ? (
        <Note>{t('look.noManager')}</Note>
      ) : g.expectation && due ? (
        <>
          {own && g.managers.length > 1 ? (
            <NativeSelect
              label={t('look.with')}
              value={chosen ?? ''}
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={g.managers.map((m) => ({ value: m.id, label: m.name }))}
              maw={320}
            />
          ) : null}
          <OneSide
            key={chosen ?? ''}
            acts={acts}
            g={g}
            own={own}
            look={open ?? null}
            expectation={g.expectation}
            managerId={own ? chosen : undefined}
            other={own ? (g.managers.find((m) => m.id === chosen)?.name ?? '') : g.person.name}
          />
        </>
      ) : g.expectation ? (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setBegun(true)}>
            {t('look.begin')}
          </Button>
        </div>
      ) : null}
      <Compared g={g} own={own} />
    </>
  )
}

function useLookActs(personId: string) {
  const { t } = useTranslation('growth')
  const reads = { invalidates: growthReads, onDone: putLook(personId) }
  return {
    save: useAct('growth.saveView', { ...reads, showsProblem: true }),
    share: useAct('growth.shareView', { ...reads, showsProblem: true }),
    back: useAct('growth.unshareView', { ...reads, done: t('done.takenBack') }),
  }
}

type Said = Record<string, { levelId: string | null; example: string }>
const saidOf = (views: readonly View[]): Said =>
  Object.fromEntries(views.map((v) => [v.competencyId, { levelId: v.levelId, example: v.example }]))

function OneSide({
  g,
  own,
  acts,
  look,
  expectation,
  managerId,
  other,
}: {
  g: Growth
  own: boolean
  acts: ReturnType<typeof useLookActs>
  look: Look | null
  expectation: Expectation
  managerId: string | undefined
  other: string
}) {
  const { t } = useTranslation('growth')
  const f = useFormat()
  const carried = !look && g.carried.length > 0
  const words = useDraft<Said>(`growth-look:${g.person.id}:${managerId ?? ''}`, saidOf(look ? look.mine : g.carried))
  const with_ = { personId: g.person.id, ...(managerId ? { managerId } : {}) }
  const { save, share, back } = acts
  // Once one side is shared, both are asked the same.
  const frozen = look && (look.theirsShared || look.mineSharedAt) ? look : null
  const levels = frozen?.levels ?? expectation.levels
  const asked = frozen?.competencies ?? expectation.competencies
  const nameOf = (levelId: string | null) => levels.find((l) => l.id === levelId)?.name

  if (look?.mineSharedAt)
    return (
      <section className={classes.side} aria-label={t('look.yours')}>
        <Note
          tone="good"
          title={t('look.sharedTitle')}
          action={
            <Button size="xs" variant="default" loading={back.isPending} onClick={() => back.mutate(with_)}>
              {t('look.takeBack')}
            </Button>
          }
        >
          {t('look.sharedBody', { name: other })}
        </Note>
        <ul className={classes.plainList}>
          {asked.flatMap((k) => {
            const mine = look.mine.find((v) => v.competencyId === k.id)
            return mine ? (
              <li key={k.id}>
                <strong>{k.name}</strong>
                <span>{nameOf(mine.levelId) ?? t('look.noLevel')}</span>
                {mine.example ? (
                  <span className={classes.words} dir="auto">
                    {mine.example}
                  </span>
                ) : null}
              </li>
            ) : (
              []
            )
          })}
        </ul>
      </section>
    )

  const answers = asked.flatMap((k) => {
    const said = words.value[k.id]
    const example = said?.example.trim() ?? ''
    return said && (said.levelId || example) ? [{ competencyId: k.id, levelId: said.levelId, example }] : []
  })
  const keep = async (thenShare: boolean) => {
    try {
      share.reset()
      words.clear(await save.mutateAsync({ ...with_, answers }))
      if (thenShare) await share.mutateAsync(with_)
      toast({ message: thenShare ? t('done.viewShared', { name: other }) : t('done.saved') })
    } catch {
      // The form shows the problem; what was typed stays.
    }
  }
  const change = (id: string, part: Partial<Said[string]>) =>
    words.set((old) => ({ ...old, [id]: { levelId: null, example: '', ...old[id], ...part } }))
  const problem = save.error ?? share.error
  return (
    <form
      className={classes.side}
      aria-label={own ? t('look.yours') : t('look.ofPerson', { name: g.person.name })}
      onSubmit={(event) => {
        event.preventDefault()
        void keep(true)
      }}
    >
      {look?.theirsShared ? (
        <Note tone="accent" title={t('look.theyShared', { name: other })}>
          {t('look.theySharedBody')}
        </Note>
      ) : null}
      {carried ? <Note>{t('look.carried')}</Note> : null}
      <p className={classes.readers}>
        <IconEye size={16} aria-hidden />
        <span>{t(own ? 'look.who' : 'look.whoManager', { name: other })}</span>
      </p>
      {asked.map((k) => {
        const full = expectation.competencies.find((one) => one.id === k.id)
        const said = words.value[k.id] ?? { levelId: null, example: '' }
        const shown = said.levelId ?? k.expectedLevelId
        return (
          <fieldset key={k.id} className={classes.competency}>
            <legend>{k.name}</legend>
            {full?.meaning ? <p className={classes.plain}>{full.meaning}</p> : null}
            {k.expectedLevelId ? (
              <p className={classes.quiet}>{t('expectedIs', { level: nameOf(k.expectedLevelId) })}</p>
            ) : null}
            <Radio.Group
              aria-label={t(own ? 'look.where' : 'look.whereOf', { competency: k.name, name: g.person.name })}
              value={said.levelId}
              onChange={(levelId) => change(k.id, { levelId })}
            >
              <div className={classes.levels}>
                {levels.map((level) => (
                  <Radio key={level.id} value={level.id} label={level.name} />
                ))}
                {said.levelId ? (
                  <button
                    type="button"
                    className={classes.textButton}
                    onClick={() => change(k.id, { levelId: null })}
                    aria-label={t('look.clearOf', { competency: k.name })}
                  >
                    {t('look.clear')}
                  </button>
                ) : null}
              </div>
            </Radio.Group>
            {full && shown ? (
              <Behaviours
                title={t('looksLike', { level: nameOf(shown) })}
                lines={full.levels.find((l) => l.id === shown)?.behaviours ?? []}
              />
            ) : null}
            {full ? <AllLevels competency={full} levels={levels} /> : null}
            <Textarea
              autosize
              minRows={1}
              maxRows={8}
              maxLength={2000}
              dir="auto"
              label={t('look.example')}
              aria-label={`${t('look.example')}: ${k.name}`}
              value={said.example}
              onChange={(event) => change(k.id, { example: event.currentTarget.value })}
            />
          </fieldset>
        )
      })}
      {problem ? <ProblemNote small error={problem} /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending || share.isPending} disabled={answers.length === 0}>
          {t('look.share', { name: other })}
        </Button>
        <Button variant="default" disabled={save.isPending || share.isPending} onClick={() => void keep(false)}>
          {t('look.save')}
        </Button>
        {look?.savedAt && answers.length > 0 ? (
          <span className={classes.quiet}>{t('look.savedAt', { at: f.exact(look.savedAt) })}</span>
        ) : null}
      </div>
    </form>
  )
}

function AllLevels({
  competency,
  levels,
}: {
  competency: Expectation['competencies'][number]
  levels: readonly { id: string; name: string }[]
}) {
  const { t } = useTranslation('growth')
  return (
    <details className={classes.more}>
      <summary aria-label={`${t('allLevels')}: ${competency.name}`}>{t('allLevels')}</summary>
      {levels.map((level) => (
        <Behaviours
          key={level.id}
          title={level.name}
          lines={competency.levels.find((l) => l.id === level.id)?.behaviours ?? []}
        />
      ))}
    </details>
  )
}
