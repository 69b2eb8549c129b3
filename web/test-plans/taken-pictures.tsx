/** Taking pictures for a step: made smaller on the device, sent when there is a connection, taken out again. */
import { ActionIcon, Button } from '@mantine/core'
import { IconCamera, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, addressOf, call, sentenceOf, useAct } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import { remember } from './kept-try.ts'
import classes from './test-plans.module.css'

type Waiting = { id: number; blob: Blob; url: string; problem: unknown }
const longest = 1600
const most = 3

/** At most so many pixels, upright, and without what the camera wrote into it; as it is where the browser cannot read it. */
async function smaller(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    const on = canvas.getContext('2d')!
    // What is see-through stands on white, as it did on the screen.
    on.fillStyle = 'white'
    on.fillRect(0, 0, canvas.width, canvas.height)
    on.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', 0.82))
  } catch {
    return file
  }
}

export function TakenPictures({
  waveId,
  scriptId,
  step,
  ids,
  onWaits,
}: {
  waveId: string
  scriptId: string
  step: number
  ids: readonly string[]
  /** How many of each step have not arrived. */
  onWaits: (change: (old: Readonly<Record<number, number>>) => Readonly<Record<number, number>>) => void
}) {
  const { t } = useTranslation('test-plans')
  const f = useFormat()
  const input = useRef<HTMLInputElement>(null)
  const [kept, setKept] = useState<readonly string[]>(ids)
  const [waiting, setWaiting] = useState<readonly Waiting[]>([])
  const remove = useAct('tests.removePicture', {
    onDone: (_, { pictureId }) => {
      setKept((old) => old.filter((one) => one !== pictureId))
      void remember(waveId, scriptId, (old) => ({ pictures: old.pictures.filter((one) => one.id !== pictureId) }))
    },
  })
  const send = async (one: Waiting) => {
    try {
      const { id } = await call('tests.addPicture', { waveId, scriptId, step }, { file: one.blob })
      setKept((old) => [...new Set([...old, id])])
      void remember(waveId, scriptId, (old) => ({
        pictures: [...old.pictures.filter((p) => p.id !== id), { id, step }],
      }))
      drop(one)
    } catch (problem) {
      setWaiting((old) => old.map((w) => (w.id === one.id ? { ...w, problem } : w)))
    }
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    const blob = await smaller(file)
    const one = { id: performance.now(), blob, url: URL.createObjectURL(blob), problem: null }
    setWaiting((old) => [...old, one])
    await send(one)
  }
  useEffect(() => {
    onWaits((old) => ({ ...old, [step]: waiting.length }))
    return () => onWaits((old) => ({ ...old, [step]: 0 }))
  }, [onWaits, step, waiting.length])
  const drop = (one: Waiting) => {
    setWaiting((old) => old.filter((w) => w.id !== one.id))
    URL.revokeObjectURL(one.url)
  }
  const latest = useRef(waiting)
  latest.current = waiting
  useEffect(() => {
    const again = () => latest.current.filter((one) => one.problem !== null).forEach((one) => void send(one))
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  })
  return (
    <div className={classes.taking}>
      <ul className={classes.pictures}>
        {kept.map((pictureId, i) => (
          <li key={pictureId}>
            <img src={addressOf('testPlans.picture', { pictureId })} alt={t('picture.nth', { n: f.number(i + 1) })} />
            <ActionIcon
              variant="default"
              aria-label={t('picture.remove', { n: f.number(i + 1) })}
              loading={remove.isPending && remove.variables?.pictureId === pictureId}
              onClick={() => remove.mutate({ waveId, scriptId, pictureId })}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
        {waiting.map((one, i) => (
          <li key={one.id} data-waits>
            <img src={one.url} alt={t('picture.waits')} />
            {one.problem ? (
              <>
                <ActionIcon variant="default" aria-label={t('picture.again')} onClick={() => void send(one)}>
                  <IconRefresh size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  data-out
                  aria-label={t('picture.remove', { n: f.number(kept.length + i + 1) })}
                  onClick={() => drop(one)}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {waiting.map((one) =>
        one.problem ? (
          <p key={one.id} className={classes.gap} role="alert">
            {one.problem instanceof ApiProblem && one.problem.code === 'offline'
              ? t('picture.offline')
              : sentenceOf(one.problem)}
          </p>
        ) : null,
      )}
      {kept.length + waiting.length < most ? (
        <div>
          <input
            ref={input}
            type="file"
            accept="image/*"
            hidden
            onChange={(e) => {
              void take(e.currentTarget.files?.[0])
              e.currentTarget.value = ''
            }}
          />
          <Button
            variant="default"
            leftSection={<IconCamera size={16} aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {t('picture.add')}
            <span className="spoken">: {t('try.step', { n: f.number(step + 1) })}</span>
          </Button>
        </div>
      ) : null}
    </div>
  )
}
