/** What was said in a question, in order; who answered says as what. */
import { useTranslation } from 'react-i18next'
import type { Thread } from '../../contract/desk.ts'
import { Avatar } from '../ui/person.tsx'
import { When } from '../ui/reader.tsx'
import classes from './hypercare.module.css'

export function Messages({ messages }: { messages: Thread['messages'] }) {
  const { t } = useTranslation('hypercare')
  return (
    <ol className={classes.messages}>
      {messages.map((one) => (
        <li key={one.id} data-desk={one.role !== null || undefined}>
          <Avatar name={one.by.name} id={one.by.id} size={28} />
          <div>
            <p className={classes.said}>
              <strong dir="auto">{one.by.name}</strong>
              {one.role ? <span>{t(`role.${one.role}`)}</span> : null}
              <When at={one.at} />
            </p>
            <p className={classes.words} dir="auto">
              {one.words}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}
