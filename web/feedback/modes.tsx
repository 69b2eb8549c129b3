/** Who learns who wrote: said in one sentence, before the first word. */
import { IconEye, IconEyeOff, IconUserShield } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/me.ts'
import { State } from '../ui/meter.tsx'
import type { Kind, Mode, Request } from './acts.ts'
import writing from '../ui/writing.module.css'
import classes from './feedback.module.css'

const icons = { attributed: IconEye, confidential: IconUserShield, anonymous: IconEyeOff }

export function ModeWord({ mode }: { mode: Mode }) {
  const { t } = useTranslation('feedback')
  const Icon = icons[mode]
  return (
    <State tone="quiet" icon={<Icon size={13} aria-hidden />}>
      {t(`mode.${mode}`)}
    </State>
  )
}

export type Facts = {
  kind: Kind | 'give'
  mode: Mode
  /** Whom it is about, in words. */
  about: string
  /** The reader is that person. */
  own?: boolean
  asker: string
  namesTo: string | null
  floor: number
}

/** The sentences that hold for this mode here. */
export function useModeSays(): (facts: Facts) => string[] {
  const { t } = useTranslation('feedback')
  return ({ kind, mode, about, asker, namesTo, floor, own }) => {
    const names = { about, asker, namesTo: namesTo ?? '', floor }
    const how = kind === 'round' && namesTo ? 'round' : kind === 'about' ? 'about' : own ? 'own' : 'other'
    if (mode === 'anonymous')
      return [t(`says.anonymous.${how}`, names), t('says.anonymous.floor', names), t('says.anonymous.limits')]
    const said = [t(`says.${mode}.${how}`, names)]
    // What a 360 brings arrives as a whole, when it closes.
    if (mode === 'confidential' && kind !== 'round')
      said.push(
        t(kind === 'self' || kind === 'upward' ? 'says.confidential.together' : 'says.confidential.night', names),
      )
    return said
  }
}

/** The mode that holds, not to be chosen any more. */
export function ModeBox({ facts, title }: { facts: Facts; title: string }) {
  const { t } = useTranslation('feedback')
  const says = useModeSays()
  const Icon = icons[facts.mode]
  return (
    <section className={classes.modeBox} aria-label={title} data-mode={facts.mode}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <div>
        <strong>{t(`mode.${facts.mode}`)}</strong>
        {says(facts).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </section>
  )
}

/** Choose one; each says what it means for these people. */
export function ModeChoice({
  modes,
  value,
  onChange,
  facts,
  legend,
}: {
  modes: readonly Mode[]
  value: Mode
  onChange: (mode: Mode) => void
  facts: Omit<Facts, 'mode'>
  legend: string
}) {
  const { t } = useTranslation('feedback')
  const says = useModeSays()
  if (modes.length === 1) return <ModeBox title={legend} facts={{ ...facts, mode: modes[0]! }} />
  return (
    <fieldset className={classes.choice}>
      <legend>{legend}</legend>
      {modes.map((mode) => (
        <label key={mode} className={writing.option} data-now={mode === value || undefined}>
          <input type="radio" name="mode" value={mode} checked={mode === value} onChange={() => onChange(mode)} />
          <span>
            <strong>{t(`mode.${mode}`)}</strong>
            {says({ ...facts, mode }).map((sentence) => (
              <span key={sentence} className={writing.optionSays}>
                {sentence}
              </span>
            ))}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** What the sentences of a request need. */
export function useModeFacts(q: Request): Facts {
  const me = useMe()
  return {
    kind: q.kind,
    mode: q.mode,
    about: q.about.name,
    own: q.about.id === me.person.id,
    asker: q.askedBy.name,
    namesTo: q.namesTo?.name ?? null,
    floor: q.floor,
  }
}
