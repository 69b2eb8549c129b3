/**
 * A film of a lesson. It starts when somebody starts it, with captions, and what is said stands below
 * it to be read. What counts is what this browser really played; skipping forward counts for nothing.
 */
import { Checkbox } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, useAct } from '../api.ts'
import { Meter } from '../ui/meter.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { useFormat } from '../ui/reader.tsx'
import type { Course } from './course-page.tsx'
import type { From } from './lesson-body.tsx'
import classes from './training.module.css'
import { captionsKind } from '../ui/film.ts'

/** As the server counts it. */
export const watchedEnough = (seconds: number, of: number): boolean => seconds >= Math.floor(of * 0.95)
const between = 10_000

export function FilmView({
  title,
  lessonId,
  film,
  from,
  onWatched,
  read,
  onRead,
}: {
  title: string
  lessonId: string
  film: Course['films'][number]
  from: From
  onWatched?: ((seconds: number) => void) | undefined
  read?: boolean | undefined
  onRead?: ((read: boolean) => void) | undefined
}) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const languageName = useLanguageName()
  const video = useRef<HTMLVideoElement>(null)
  const course = 'course' in from ? from.course : null
  const kept = course?.watched[film.filmId]
  const [seconds, setSeconds] = useState(kept?.seconds ?? 0)
  const [broken, setBroken] = useState(false)
  const watch = useAct('training.watch', {
    invalidates: ['training.mine'],
    showsProblem: true,
    onDone: (state) => {
      const now = state.watched[film.filmId]?.seconds ?? 0
      setSeconds(now)
      onWatched?.(now)
    },
  })
  const send = watch.mutate
  const courseId = course?.courseId
  const keeps = course !== null && !course.preview
  const last = useRef('')
  const tell = useCallback(() => {
    const player = video.current
    if (!player || !keeps || !courseId) return
    const played = Array.from({ length: player.played.length }, (_, i): [number, number] => [
      player.played.start(i),
      player.played.end(i),
    ]).slice(-200)
    const said = JSON.stringify([played, Math.floor(player.currentTime)])
    if (played.length === 0 || said === last.current) return
    last.current = said
    send({ courseId, lessonId, filmId: film.filmId, played, at: player.currentTime })
  }, [courseId, film.filmId, keeps, lessonId, send])
  useEffect(() => {
    const timer = setInterval(tell, between)
    const hidden = () => document.visibilityState === 'hidden' && tell()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', hidden)
      tell()
    }
  }, [tell])
  const address = (language: 'en' | 'de' | 'es' | 'fr') =>
    'preview' in from
      ? addressOf('courses.filmCaptions', { courseId: from.preview, filmId: film.filmId, language })
      : addressOf('training.filmCaptions', { courseId: from.course.courseId, lessonId, filmId: film.filmId, language })
  const source =
    'preview' in from
      ? addressOf('courses.film', { courseId: from.preview, filmId: film.filmId })
      : addressOf('training.film', { courseId: from.course.courseId, lessonId, filmId: film.filmId })
  const jump = (second: number) => {
    if (!video.current) return
    video.current.currentTime = second
    video.current.focus()
  }
  return (
    <div className={classes.filmPlace}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- it has them; the rule does not read a constant */}
      <video
        ref={video}
        className={classes.film}
        controls
        preload="metadata"
        playsInline
        aria-label={t('film.of', { title })}
        src={source}
        onLoadedMetadata={(event) => {
          // Where somebody stopped; from the beginning where they had come to the end.
          if (kept && kept.at > 0 && kept.at < film.seconds - 2) event.currentTarget.currentTime = kept.at
        }}
        onPause={tell}
        onEnded={tell}
        onError={() => setBroken(true)}
      >
        {film.captions.map((language, i) => (
          <track
            key={language}
            kind={captionsKind}
            srcLang={language}
            label={languageName(language)}
            src={address(language)}
            default={i === 0}
          />
        ))}
      </video>
      {broken ? (
        <p className={classes.filmNote} role="alert">
          {t('film.broken')}
        </p>
      ) : null}
      {keeps ? (
        <>
          <Meter
            size="small"
            showValue={false}
            share={Math.min(1, seconds / film.seconds)}
            label={t('film.played', { played: clock(seconds), of: clock(film.seconds) })}
          />
          <p className={classes.filmNote}>
            {t('film.played', { played: clock(seconds), of: clock(film.seconds) })}{' '}
            {t('film.rule', { share: f.share(95, 100) })}
          </p>
        </>
      ) : null}
      <details className={classes.transcript}>
        <summary>{t('film.said')}</summary>
        <ol lang={film.captions[0]}>
          {film.transcript.map((line) => (
            <li key={line.at}>
              <button type="button" onClick={() => jump(line.at)} aria-label={t('film.jump', { at: clock(line.at) })}>
                {clock(line.at)}
              </button>
              <span>{line.words}</span>
            </li>
          ))}
        </ol>
      </details>
      {onRead ? (
        <Checkbox label={t('film.read')} checked={read ?? false} onChange={(e) => onRead(e.currentTarget.checked)} />
      ) : null}
    </div>
  )
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
