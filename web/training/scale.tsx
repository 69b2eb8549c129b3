/** One of five steps, from one word to another. */
import { useFormat } from '../ui/reader.tsx'
import classes from './training.module.css'

const steps = [1, 2, 3, 4, 5] as const

export function Scale({
  legend,
  low,
  high,
  value,
  disabled,
  onPick,
}: {
  legend: string
  low: string
  high: string
  /** Absent where picking is all there is to it. */
  value?: number | null
  disabled?: boolean
  onPick: (step: number) => void
}) {
  const f = useFormat()
  return (
    <fieldset className={classes.sure}>
      <legend>{legend}</legend>
      <div className={classes.scale}>
        {steps.map((step) => (
          <button
            key={step}
            type="button"
            className={classes.step}
            disabled={disabled ?? false}
            {...(value === undefined ? {} : { 'aria-pressed': value === step })}
            onClick={() => onPick(step)}
          >
            {f.number(step)}
            {step === 1 || step === 5 ? <small>{step === 1 ? low : high}</small> : null}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
